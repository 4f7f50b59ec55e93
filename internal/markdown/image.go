package markdown

import (
	"errors"

	"github.com/yuin/goldmark/ast"

	"intraqvt/internal/address"
	"intraqvt/internal/problem"
)

// image leaves a slot for ![alt](target "légende").
func (c *compiler) image(n *ast.Image) {
	if s, ok := c.imageSlot(n); ok {
		c.slot(s, c.position(n))
		c.typo.skip()
		return
	}
	c.run(Typography(plain(c.source, n)), c.position(n))
}

// figure leaves a slot for an image alone in its paragraph: a figure, whose
// caption is the title. It is false where the image may not be shown.
func (c *compiler) figure(n *ast.Image) bool {
	if !isFile(resolve(string(n.Destination))) {
		return false
	}
	s, _ := c.imageSlot(n)
	s.Figure = true
	c.slot(s, c.position(n))
	c.write("\n")
	return true
}

func (c *compiler) imageSlot(n *ast.Image) (s Slot, ok bool) {
	target := resolve(string(n.Destination))
	s = Slot{Kind: SlotImage, Alt: Typography(plain(c.source, n)), Title: caption(n.Title)}
	if s.Alt == "" {
		c.warn(n, problem.MissingAltText, "image sans texte alternatif : "+excerpt(target),
			"décrivez l’image entre les crochets : ![ce qu’elle montre]("+excerpt(target)+")")
	}
	_, err := address.Read(target)
	if refusal := (*address.Refusal)(nil); errors.As(err, &refusal) {
		c.warn(n, problem.ForbiddenAddress, "adresse d’image interdite : "+excerpt(target), refusal.Hint)
		return s, false
	} else if err == nil {
		c.warn(n, problem.ExternalImage, "image prise sur un autre site : "+excerpt(target),
			"copiez le fichier à côté de la page : le portail ne demande rien au dehors")
		return s, false
	}
	s.Target, s.Fragment = splitTarget(target)
	return s, true
}

// isFile tells whether an image is to be found in the portal.
func isFile(target string) bool {
	_, err := address.Read(target)
	return errors.Is(err, address.ErrInside)
}
