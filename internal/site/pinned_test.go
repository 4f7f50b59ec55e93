package site_test

import "testing"

func TestPinnedAnswers(t *testing.T) {
	s := linked(t, files{
		"site.yaml": "titre: Portail\nreponses:\n  - {questions: [congés, vacances], vers: conges}\n  - {questions: [paie], vers: pai}\n" +
			"  - {vers: conges}\n  - {questions: [demain], vers: demain}\n",
		"conges.md": "titre: Congés\n---\n",
		"paie.md":   "titre: Paie\n---\n",
		"demain.md": "titre: Demain\nstatut: brouillon\n---\n",
	})
	if len(s.Pinned) != 1 || s.Pinned[0].Page != page(t, s, "conges.md") || len(s.Pinned[0].Questions) != 2 {
		t.Errorf("pinned: %+v", s.Pinned)
	}
	expectSaid(t, s,
		"content/site.yaml:4:6 réponse conseillée : « pai » ne mène à aucune page → vouliez-vous dire « paie » ?",
		"content/site.yaml:5:6 réponse conseillée sans question → questions: [\"…\"], vers: une page",
		"content/site.yaml:6:6 (avertissement) réponse conseillée : « demain » n’est pas publiée → elle est en « brouillon » ; le lien "+
			"n’est pas montré d’ici là")
}
