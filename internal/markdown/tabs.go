package markdown

import (
	"strconv"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// tabs is « ::: onglets » around several « ::: onglet Titre ». Without
// JavaScript the parts stand one below the other under their titles.
func (c *compiler) tabs(n *container) {
	for _, part := range n.parts() {
		if tab, ok := part.(*container); !ok || tab.name != "onglet" {
			c.warn(part, problem.MisplacedTabs, "texte hors d’un onglet",
				"dans « ::: onglets », chaque partie commence par « ::: onglet Titre » et finit par « ::: »")
		}
	}
	c.write(`<div class="onglets" data-module="onglets">` + "\n")
	c.inside(n)
	c.write("</div>\n")
}

// tab is one part. Its id, and that of its title, are anchors.
func (c *compiler) tab(n *container) {
	switch parent, _ := n.Parent().(*container); {
	case parent == nil || parent.name != "onglets" && parent.name != "onglet":
		c.warn(n, problem.MisplacedTabs, "onglet hors d’un bloc « onglets »", "entourez les onglets de « ::: onglets » et « ::: »")
	case parent.name == "onglet":
		c.warn(n, problem.MisplacedTabs, "onglet ouvert dans un autre onglet", "fermez l’onglet précédent par une ligne « ::: »")
	}
	title := plain(c.source, n.title())
	if title == "" {
		c.untitled++
		title = "Onglet " + strconv.Itoa(c.untitled)
	}
	name := "onglet-" + french.Slug(title)
	if c.examples > 0 {
		name = exampleName + "-" + name // the page's own keep theirs
	}
	id := c.uniqueID(name)
	c.addAnchor(id)
	label := c.uniqueID(id + "-titre")
	c.addAnchor(label)
	c.write(`<section class="onglet" id="` + id + `" aria-labelledby="` + label + `">` + "\n" + `<p class="onglet-titre" id="` + label + `">`)
	c.titleText(n.title(), title)
	c.write("</p>\n")
	c.inside(n)
	c.write("</section>\n")
}
