package markdown

import (
	"strconv"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// tabs reports « ::: onglets » around several « ::: onglet Titre ». Without
// JavaScript the parts stand one below the other, under their titles.
func (k *walker) tabs(n *container) {
	for _, part := range n.parts() {
		if tab, ok := part.(*container); !ok || tab.name != "onglet" {
			k.warn(part, problem.MisplacedTabs, "texte hors d’un onglet",
				"dans « ::: onglets », chaque partie commence par « ::: onglet Titre » et finit par « ::: »")
		}
	}
	k.begin(Element{Kind: KindTabs})
	k.inside(n)
	k.end(Element{Kind: KindTabs})
}

// tab reports one part. Its id, and that of its title, are anchors.
func (k *walker) tab(n *container) {
	switch parent, _ := n.Parent().(*container); {
	case parent == nil || parent.name != "onglets" && parent.name != "onglet":
		k.warn(n, problem.MisplacedTabs, "onglet hors d’un bloc « onglets »", "entourez les onglets de « ::: onglets » et « ::: »")
	case parent.name == "onglet":
		k.warn(n, problem.MisplacedTabs, "onglet ouvert dans un autre onglet", "fermez l’onglet précédent par une ligne « ::: »")
	}
	title := plain(k.source, n.title())
	if title == "" {
		k.untitled++
		title = "Onglet " + strconv.Itoa(k.untitled)
	}
	name := "onglet-" + french.Slug(title)
	if k.examples > 0 {
		name = exampleName + "-" + name // so that the ids of the page's own tabs do not change
	}
	id := k.uniqueID(name)
	k.addAnchor(id)
	label := k.uniqueID(id + "-titre")
	k.addAnchor(label)
	e := Element{Kind: KindTab, ID: id, Name: label}
	k.begin(e)
	k.blockTitle(Element{Kind: KindTitle, Name: "onglet", ID: label}, n.title(), title)
	k.inside(n)
	k.end(e)
}

func (w *pageWriter) tab(e Element) {
	w.write(`<section class="onglet"`)
	w.name("id", e.ID)
	w.name("aria-labelledby", e.Name)
	w.write(">\n")
}
