package render_test

import (
	"strings"
	"testing"

	"intraqvt/internal/problem"
)

// The guide explains every code at its own anchor, with its example as typed,
// and its pages link to each other.
func TestGuideExplainsEveryMessage(t *testing.T) {
	out := golden(t)
	page := out["guide-des-auteurs/messages.html"]
	for _, code := range problem.Codes() {
		if strings.Count(page, ` id="`+code+`"`) != 1 {
			t.Errorf("%s has not one anchor", code)
		}
	}
	for _, want := range []string{
		`<a href="#sujet-liens-et-renvois">Liens et renvois</a>`, `<h2 id="sujet-liens-et-renvois">`,
		"avant : Tapez &lt;nom du service&gt;.", "<code>voir_aussi</code>",
		`<a href="messages.html" aria-current="page">`, `<a href="types/index.html">`, `<a href="premiers-pas.html">`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of messages lacks %s", want)
		}
	}
	for address, want := range map[string]string{
		"guide-des-auteurs/newsletter.html":          `<a href="messages.html#lettre-lourde">`,
		"guide-des-auteurs/types/index.html":         `<a href="../messages.html">`,
		"guide-des-auteurs/types/veille.html":        `<a href="../premiers-pas.html">`,
		"guide-des-auteurs/ecrire-pour-etre-lu.html": `<a href="types/index.html">`,
		"guide-des-auteurs/planifier-et-relire.html": `href="messages.html#lien-casse"`,
		"guide-des-auteurs/memento-markdown.html":    `class="exemple-resultat"`,
		"guide-des-auteurs/images-et-fichiers.html":  `#image-introuvable"`,
		"guide-des-auteurs/apercu.html":              `<a href="messages.html">`,
		"guide-des-auteurs/premiers-pas.html":        `<a href="apercu.html">`,
		"guide-des-auteurs/index.html":               `<a href="premiers-pas.html#proposer">`,
	} {
		if !strings.Contains(out[address], want) {
			t.Errorf("%s lacks %s", address, want)
		}
	}
}
