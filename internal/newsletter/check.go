package newsletter

import (
	"fmt"
	"strings"

	"golang.org/x/net/html/atom"

	"intraqvt/internal/address"
	"intraqvt/internal/problem"
)

// Limits of an issue, in bytes.
const (
	MaxHTML  = 102 * 1024 // Gmail cuts a message that is longer
	MaxImage = 200 * 1024 // an image that a phone still loads at once
)

// Complaint is something about an issue that mail does not bear.
type Complaint struct {
	Kind    Kind
	Address string // of the image or link; empty for the issue as a whole
	Size    int    // bytes, of what is too heavy
	Err     error  // why an image cannot be read
}

// Kind is what a complaint is about. Its text is the code of the rule in
// messages.
type Kind string

// The kinds of complaints.
const (
	HTMLTooHeavy   Kind = "lettre-lourde"           // Size over [MaxHTML]
	ImageWithout   Kind = "lettre-texte-alternatif" // Address has no alternative text
	ImageTooHeavy  Kind = "lettre-image-lourde"     // Size over [MaxImage]
	ImageNotShown  Kind = "lettre-image-format"     // Address is of a kind that mail programs do not show
	ImageLost      Kind = "lettre-image-illisible"  // Err says why
	AddressNotFull Kind = "lettre-adresse"          // Address leads nowhere outside the portal
	BodyUnreadable Kind = "lettre-illisible"        // Err says why
)

// Check says what is wrong with the issue's size, images and addresses, images
// in their order and each once. Whether links lead to pages that are there is
// for the caller, who knows the pages.
func (i *Issue) Check() []Complaint {
	body, err := i.tree()
	if err != nil {
		return []Complaint{{Kind: BodyUnreadable, Err: err}}
	}
	var found []Complaint
	if document, _, err := i.HTML(false); err != nil {
		found = append(found, Complaint{Kind: BodyUnreadable, Err: err})
	} else if len(document) > MaxHTML {
		found = append(found, Complaint{Kind: HTMLTooHeavy, Size: len(document)})
	}
	seen := map[string]bool{}
	for n := range body.Descendants() {
		link := attr(n, "href")
		if n.DataAtom == atom.Img {
			link = imageOf(n).src
		}
		key := n.Data + " " + link
		if link == "" || seen[key] {
			continue
		}
		seen[key] = true
		if _, err := address.Read(link); err != nil && !strings.HasPrefix(link, "#") {
			found = append(found, Complaint{Kind: AddressNotFull, Address: link})
		}
		if n.DataAtom == atom.Img {
			found = append(found, i.checkImage(imageOf(n))...)
		}
	}
	return found
}

func (i *Issue) checkImage(p picture) []Complaint {
	var found []Complaint
	if strings.TrimSpace(p.alt) == "" {
		found = append(found, Complaint{Kind: ImageWithout, Address: p.src})
	}
	if !showable(p.src) {
		return append(found, Complaint{Kind: ImageNotShown, Address: p.src})
	}
	if i.Image == nil {
		return found
	}
	data, _, err := i.Image(p.src)
	switch {
	case err != nil:
		found = append(found, Complaint{Kind: ImageLost, Address: p.src, Err: err})
	case len(data) > MaxImage:
		found = append(found, Complaint{Kind: ImageTooHeavy, Address: p.src, Size: len(data)})
	}
	return found
}

// Problem puts a complaint at its line, for authors. All are warnings: the
// page is well, its mail is not.
func (c Complaint) Problem(file string, line, column int) problem.Problem {
	p := problem.Problem{File: file, Line: line, Column: column, Level: problem.Warning, Code: string(c.Kind)}
	switch c.Kind {
	case HTMLTooHeavy:
		p.Message = fmt.Sprintf("le courriel de ce numéro pèse %d Ko, Gmail coupe au-delà de %d Ko", kilo(c.Size), kilo(MaxHTML))
		p.Hint = "raccourcissez les articles et renvoyez par un lien à leur page, ou faites deux numéros"
	case ImageWithout:
		p.Message = "image sans texte alternatif dans le courriel : " + c.Address
		p.Hint = "dites entre crochets ce que montre l’image : beaucoup de messageries ne l’affichent pas d’emblée"
	case ImageTooHeavy:
		p.Message = fmt.Sprintf("image de %d Ko dans le courriel, %d Ko au plus : %s", kilo(c.Size), kilo(MaxImage), c.Address)
		p.Hint = "réduisez-la ou enregistrez-la en JPEG"
	case ImageNotShown:
		p.Message = "les messageries n’affichent pas ce format d’image : " + c.Address
		p.Hint = "le courriel montre son texte alternatif et un lien ; pour qu’on la voie, donnez-la en PNG ou en JPEG"
	case ImageLost:
		p.Message = fmt.Sprintf("image illisible : %s (%v)", c.Address, c.Err)
		p.Hint = "vérifiez que le fichier est là et qu’il s’ouvre"
	case AddressNotFull:
		p.Message = "adresse incomplète dans le courriel, elle ne mène nulle part : " + c.Address
		p.Hint = "donnez base_url dans site.yaml"
	case BodyUnreadable:
		p.Message = fmt.Sprintf("le courriel de ce numéro ne peut pas être écrit (%v)", c.Err)
	}
	return p
}

// kilo rounds up: a size over a limit shows as over it.
func kilo(bytes int) int { return (bytes + 1023) / 1024 }
