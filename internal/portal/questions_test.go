package portal

import (
	"slices"
	"strings"
	"testing"
)

// A question that no longer finds its page is a warning at its line; one about
// a missing page is an error.
func TestQuestionsAreAsked(t *testing.T) {
	o := source(t, map[string]string{
		"content/site.yaml": "titre: Portail\n",
		"content/bruit.md":  "---\ntitre: Le bruit\n---\nDes bouchons d’oreilles.\n",
		"content/nuit.md":   "---\ntitre: La nuit\n---\nLes veilleurs.\n",
		questionsFile: "- cherche: \"bouchons\"\n  attendu: [bruit]\n- cherche: \"veilleurs\"\n  attendu: [bruit]\n" +
			"- cherche: \"bruit\"\n  attendu: [bruyt]\n- cherche: \"\"\n  attendu: [bruit]\n",
	})
	problems, err := Check(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.Position()+" "+p.Level.String()+" "+p.Message)
	}
	want := []string{
		"content/requetes.yaml:3 avertissement « veilleurs » ne mène pas à bruit.html",
		"content/requetes.yaml:5 erreur question « bruit » : la page « bruyt » n’existe pas ou n’est pas publiée",
		"content/requetes.yaml:7 erreur question «  » : il faut ce que l’on cherche et une à 3 pages",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Every question of the portal's readers is answered.
func answersItsReaders(t *testing.T, o Options) {
	problems, err := Check(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
}
