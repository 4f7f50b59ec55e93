package site_test

import "testing"

// Menus and links lead to generated pages, by name or by path, and to their
// parts.
func TestGeneratedPagesAreLinked(t *testing.T) {
	s := linked(t, files{
		"site.yaml": "titre: Portail\nmenu:\n  - {vers: guide-des-auteurs/messages}\n  - {vers: guide-des-auteurs/types}\n" +
			"  - {vers: recherche}\n",
		"guide-des-auteurs/index.md": "titre: Guide\n---\n[a](messages.html) [b](messages.html#lien-casse) [c](types/) " +
			"[d](types/index.html) [e](types/determinants.html)\n" +
			"[[guide-des-auteurs/messages#alias]] [[index-a-z]] [f](../recherche.html) [g](messages.html#lien-case) " +
			"[h](types/velle.html)\n",
	})
	if got := entries(s.Menu); got != "Messages du programme guide-des-auteurs/messages.html, Types de page "+
		"guide-des-auteurs/types/index.html, Recherche recherche.html" {
		t.Errorf("menu: %s", got)
	}
	guide, ok := s.Find("guide-des-auteurs/index.html")
	if !ok {
		t.Fatal("no guide")
	}
	var got []string
	for _, target := range guide.Targets {
		if target.Generated != nil {
			got = append(got, target.Generated.Address+"#"+target.Anchor)
		}
	}
	want := []string{
		"guide-des-auteurs/messages.html#", "guide-des-auteurs/messages.html#lien-casse", "guide-des-auteurs/types/index.html#",
		"guide-des-auteurs/types/index.html#", "guide-des-auteurs/types/determinants.html#", "guide-des-auteurs/messages.html#alias",
		"index-a-z.html#", "recherche.html#", "guide-des-auteurs/messages.html#",
	}
	if len(got) != len(want) {
		t.Fatalf("links to generated pages: %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("link %d leads to %s, want %s", i+1, got[i], want[i])
		}
	}
	expectSaid(t, s,
		"content/guide-des-auteurs/index.md:5:75 partie introuvable dans « Messages du programme » : #lien-case → vouliez-vous dire "+
			"« lien-casse » ?",
		"content/guide-des-auteurs/index.md:5:104 lien cassé : types/velle.html → un chemin se lit depuis le dossier de ce fichier ; "+
			"[[nom-du-fichier]] cherche dans tout le portail",
	)
}

// A name that the guide and the portal both have means the portal's page; in
// the guide's own folder, a path decides.
func TestPortalGoesBeforeItsGuide(t *testing.T) {
	s := linked(t, files{
		"guide-des-auteurs/apercu.md": "titre: L’aperçu\n---\n[[apercu]] [ici](apercu.md)\n",
		"pages/apercu.md":             "titre: Notre aperçu\n---\n",
		"pages/b.md":                  "titre: B\n---\n[[apercu]]\n",
	})
	expectSaid(t, s)
	for address, want := range map[string]string{"pages/b.html": "pages/apercu.html",
		"guide-des-auteurs/apercu.html": "pages/apercu.html"} {
		p, _ := s.Find(address)
		if got := p.Targets[0].Page; got == nil || got.Path() != want {
			t.Errorf("[[apercu]] on %s leads to %v, want %s", address, got, want)
		}
	}
}

// No page of an author can take the address of a generated page.
func TestGeneratedPagesKeepTheirAddresses(t *testing.T) {
	s := linked(t, files{
		"site.yaml":                     "titre: Portail\n",
		"guide-des-auteurs/messages.md": "titre: A\n---\n",
	})
	expectSaid(t, s, "content/guide-des-auteurs/messages.md l’adresse guide-des-auteurs/messages.html est déjà prise par une page que le "+
		"portail fait lui-même → renommez ce fichier ou l’autre")
}
