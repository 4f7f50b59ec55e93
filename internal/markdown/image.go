package markdown

import (
	"errors"

	"github.com/yuin/goldmark/ast"

	"intraqvt/internal/address"
	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// image leaves a slot for ![alt](target "légende").
func (k *walker) image(n *ast.Image) {
	if s, ok := k.imageSlot(n); ok {
		k.slot(s, k.position(n))
		k.typo.Skip()
		return
	}
	k.verbatimText(french.Typography(plain(k.source, n)), k.position(n))
}

// figure leaves a slot for an image that is alone in its paragraph; its title
// is the caption. It returns false if the image must not be shown.
func (k *walker) figure(n *ast.Image) bool {
	if !isFile(resolve(string(n.Destination))) {
		return false
	}
	s, _ := k.imageSlot(n)
	s.Figure = true
	k.slot(s, k.position(n))
	return true
}

func (k *walker) imageSlot(n *ast.Image) (s Slot, ok bool) {
	target := resolve(string(n.Destination))
	s = Slot{Kind: SlotImage, Alt: french.Typography(plain(k.source, n)), Title: caption(n.Title)}
	if s.Alt == "" {
		k.warn(n, problem.MissingAltText, "image sans texte alternatif : "+excerpt(target),
			"décrivez l’image entre les crochets : ![ce qu’elle montre]("+excerpt(target)+")")
	}
	_, err := address.Read(target)
	if refusal := (*address.Refusal)(nil); errors.As(err, &refusal) {
		k.warn(n, problem.ForbiddenAddress, "adresse d’image interdite : "+excerpt(target), refusal.Hint)
		return s, false
	} else if err == nil {
		k.warn(n, problem.ExternalImage, "image prise sur un autre site : "+excerpt(target),
			"copiez le fichier à côté de la page : le portail ne demande rien au dehors")
		return s, false
	}
	s.Target, s.Fragment = splitTarget(target)
	return s, true
}

// isFile tells whether the target of an image is a file of the portal.
func isFile(target string) bool {
	_, err := address.Read(target)
	return errors.Is(err, address.ErrInside)
}
