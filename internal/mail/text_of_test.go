package mail

import (
	"strings"

	"intraqvt/internal/address"
	"intraqvt/internal/markdown"
)

// textOf is Markdown as a portal tells it whose pages, images and lists are
// those below.
func textOf(source string) markdown.Recording {
	var r markdown.Recording
	d, _ := markdown.Compile([]byte(source), markdown.Options{})
	d.Tell([]byte(source), markdown.Options{}, portal{&r})
	return r
}

// portal fills the places of a text.
type portal struct{ *markdown.Recording }

func (p portal) Slot(_ int, s *markdown.Slot) {
	link := markdown.Element{Kind: markdown.KindLink,
		To: at(strings.Replace(strings.TrimPrefix(s.Target, "/"), ".md", ".html", 1)).At(s.Fragment)}
	say := func(text string) { p.Text(markdown.Text{Words: []byte(text)}) }
	card, known := pages[s.Target]
	if !known {
		card = markdown.Card{Title: s.Target, To: at(s.Target + ".html")}
	}
	switch s.Kind {
	case markdown.SlotLink, markdown.SlotWiki:
		p.Begin(link)
	case markdown.SlotLinkEnd:
		p.End(link)
	case markdown.SlotName:
		link.To = card.To
		p.Begin(link)
		say(card.Title)
		p.End(link)
	case markdown.SlotImage:
		i := images[s.Target]
		i.Alt, i.Caption, i.Figure = s.Alt, s.Title, s.Figure
		if i.Source.IsZero() {
			i.Source = at("images/" + s.Target)
		}
		p.Put(markdown.Element{Kind: markdown.KindImage, Image: &i})
	case markdown.SlotEmbed:
		if s.Fragment == "" {
			p.Put(markdown.Element{Kind: markdown.KindCards, Cards: []markdown.Card{card}})
			return
		}
		excerpt, source := markdown.Element{Kind: markdown.KindExcerpt}, markdown.Element{Kind: markdown.KindParagraph, Quiet: true}
		p.Begin(excerpt)
		inner := textOf("- Le document unique est obligatoire dès le premier salarié. Il recense tous les risques, y compris " +
			"psychosociaux, et garde la trace collective des expositions.\n" +
			"- Il ne vaut que par les actions qui en sortent : un programme annuel à partir de cinquante salariés, une liste d'actions " +
			"en dessous.\n- Chaque version est conservée quarante ans.\n" +
			"- Il s'écrit avec les équipes. Un document rédigé seul dans un bureau décrit un travail qui n'existe pas.\n")
		inner.Tell(p)
		p.Begin(source)
		say("Extrait de ")
		link.To = card.To.At(s.Fragment)
		p.Begin(link)
		say(card.Title + " › Ce qu’il faut retenir")
		p.End(link)
		p.End(source)
		p.End(excerpt)
	case markdown.SlotQuery:
		p.Put(markdown.Element{Kind: markdown.KindCards,
			Cards: []markdown.Card{pages["webinaire"], pages["permanence"], pages["rencontre"]}})
	}
}

// at is an address of the portal.
func at(name string) address.URL {
	base, err := address.Read("https://qvct.example.org/")
	if err != nil {
		panic(err)
	}
	return base.Below(name)
}

var pages = map[string]markdown.Card{
	"document-unique": {Title: "Le document unique, mode d’emploi", To: at("fiches-techniques/document-unique-mode-d-emploi.html")},
	"trame": {Title: "Trame de plan d’actions", To: at("outils/trame-de-plan-d-actions.html"), Marks: []string{"Outil"},
		Summary: "Un tableau unique pour la prévention, les conditions de travail et la qualité de vie : un problème, une action, un " +
			"pilote, une échéance, un critère de réussite."},
	"webinaire": {Title: "Webinaire « Le document unique, sans peine et sans recopier »",
		To: at("evenements/webinaire-document-unique.html"), Marks: []string{"Événement", "15 octobre 2026 à 14 h"},
		Summary: "Une heure pour mettre à jour son document unique avec l’équipe. Rendez-vous passé : l’essentiel et les supports " +
			"sont ici."},
	"permanence": {Title: "Permanence ouverte « Ce qui me gêne au travail »", To: at("evenements/permanence-handicap-novembre-2026.html"),
		Marks: []string{"Événement", "17 novembre 2026 à 8 h"},
		Summary: "Une journée pour parler d’un handicap, d’une maladie ou d’une gêne, sans rendez-vous. Elle a eu lieu le 17 novembre " +
			"2026 : ce qu’il en reste est ici."},
	"rencontre": {Title: "Rencontre semestrielle des animateurs de veille sociale", To: at("evenements/rencontre-semestrielle-avssp.html"),
		Marks: []string{"Événement", "8 décembre 2026 à 10 h", "Axe A"},
		Summary: "Les AVSSP se retrouvent deux fois par an pour étudier des situations, partager leurs outils et renouer avec leurs " +
			"appuis."},
	"agir":  {Title: "Agir", Number: "9", To: at("a.html"), Marks: []string{"Outil", "Paris"}, Summary: "Le résumé."},
	"parti": {Title: "Agir", Number: "9", Summary: "Le résumé."},
}

var images = map[string]markdown.Image{
	"salle.png": {Source: at("images/salle-1400.c8974c60.png"), Width: 1400, Height: 700, Sizes: []markdown.Size{
		{Source: at("images/salle-360.38ac7a40.jpg"), Width: 360}, {Source: at("images/salle-720.2624e4f9.jpg"), Width: 720},
		{Source: at("images/salle-1080.ce17a5e2.jpg"), Width: 1080}, {Source: at("images/salle-1400.c8974c60.png"), Width: 1400},
	}},
	"niveaux.svg": {Source: at("images/trois-niveaux-de-prevention.7c4f089b.svg"), Width: 420, Height: 628},
	"petit.png":   {Source: at("images/petit-64.d9e6aa79.png"), Width: 64, Height: 40},
	"large.png":   {Source: at("images/large.png"), Width: 900},
	"choix.png": {Source: at("images/big.jpg"), Width: 1400, Sizes: []markdown.Size{
		{Source: at("images/a.jpg"), Width: 720}, {Source: at("images/big.jpg"), Width: 1400},
	}},
}
