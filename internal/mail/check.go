package mail

import (
	"fmt"
	"strings"

	"intraqvt/internal/address"
	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// Limits of an issue, in bytes.
const (
	MaxHTML  = 102_000 // Gmail cuts longer messages
	MaxImage = 200_000 // a phone loads an image of this size at once
)

// Complaint is a problem of an issue as a mail. Its problem has no position yet
// and is a warning, since the page itself is valid.
type Complaint struct {
	problem.Problem
	Address string // of the image or link; empty for the whole issue
}

func complaint(rule *problem.Rule, address, message, hint string) Complaint {
	return Complaint{rule.In("").Say(message, hint), address}
}

func unwritable(err error) Complaint {
	return complaint(problem.UnreadableMail, "", fmt.Sprintf("le courriel de ce numéro ne peut pas être écrit (%v)", err), "")
}

// Check returns the problems of the issue's size, images and addresses, each
// image once, in their order. The caller checks whether links lead to existing
// pages.
func (i *Issue) Check() []Complaint {
	w, err := i.html(MessageOptions{})
	if err != nil {
		return []Complaint{unwritable(err)}
	}
	var found []Complaint
	if size := w.out.Len(); size > MaxHTML {
		found = append(found, complaint(problem.MailTooHeavy, "",
			fmt.Sprintf("le courriel de ce numéro pèse %s, Gmail coupe au-delà de %s", french.SizeUp(int64(size)), french.Size(MaxHTML)),
			"raccourcissez les articles et renvoyez par un lien à leur page, ou faites deux numéros"))
	}
	seen := map[string]bool{}
	for _, p := range w.shows {
		if p.src == "" || seen[p.src] {
			continue
		}
		seen[p.src] = true
		if _, err := address.Read(p.src); err != nil {
			found = append(found, complaint(problem.MailAddressIncomplete, p.src,
				"adresse incomplète dans le courriel, elle ne mène nulle part : "+p.src, "donnez base_url dans site.yaml"))
		}
		found = append(found, i.checkImage(p)...)
	}
	return found
}

func (i *Issue) checkImage(p picture) []Complaint {
	var found []Complaint
	if strings.TrimSpace(p.alt) == "" {
		found = append(found, complaint(problem.MailImageWithoutAlt, p.src, "image sans texte alternatif dans le courriel : "+p.src,
			"dites entre crochets ce que montre l’image : beaucoup de messageries ne l’affichent pas d’emblée"))
	}
	if !showable(p.src) {
		return append(found, complaint(problem.MailImageFormat, p.src, "les messageries n’affichent pas ce format d’image : "+p.src,
			"le courriel montre son texte alternatif et un lien ; pour qu’on la voie, donnez-la en PNG ou en JPEG"))
	}
	if i.Image == nil {
		return found
	}
	data, _, err := i.Image(p.src)
	switch {
	case err != nil:
		found = append(found, complaint(problem.MailImageUnreadable, p.src, fmt.Sprintf("image illisible : %s (%v)", p.src, err),
			"vérifiez que le fichier est là et qu’il s’ouvre"))
	case len(data) > MaxImage:
		found = append(found, complaint(problem.MailImageTooHeavy, p.src,
			fmt.Sprintf("image de %s dans le courriel, %s au plus : %s", french.SizeUp(int64(len(data))), french.Size(MaxImage), p.src),
			"réduisez-la ou enregistrez-la en JPEG"))
	}
	return found
}
