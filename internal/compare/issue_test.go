package compare

import (
	"fmt"
	"strings"
	"testing"

	"intraqvt/internal/content"
	"intraqvt/internal/portaltest"
)

// frozenLetter describes a type whose issues can be frozen.
const frozenLetter = "name: lettre\nfolder: lettres\noutputs: [page, email]\nfields:\n  - {name: fige, kind: frozen}\nlist: {sort: -date}\n"

// A change of a sent issue is reported, whichever page changed; a frozen issue
// only changes if a page is removed.
func TestSentIssues(t *testing.T) {
	issue := page("titre: La lettre 1\ndate: 2026-02-01",
		"Voir [[nuit]].\n\n![[nuit]]\n\n::: liste\nquand: depuis le dernier numéro\n:::\n")
	base := portaltest.Files{
		"layouts/lettre/type.yaml": frozenLetter,
		"content/lettres/1.md":     issue,
		"content/fiches/nuit.md":   page("titre: La nuit\nresume: De nuit.\ndate: 2026-01-10", "Texte."),
		"content/fiches/jour.md":   page("titre: Le jour\ndate: 2026-01-20", "Texte."),
		"content/pages/autre.md":   page("titre: Autre", "Texte."),
	}
	s := portal(t, base).Site
	var frozen string
	for _, p := range s.Pages {
		if p.File == "content/lettres/1.md" {
			data, err := content.Freeze(p.File, []byte(issue), p.Freeze(day), s.Types)
			if err != nil {
				t.Fatal(err)
			}
			frozen = string(data)
		}
	}
	reviewed := portaltest.Files{"content/fiches/nuit.md": page("titre: La nuit\nresume: Toute la nuit.\ndate: 2026-01-10", "Texte.")}
	renamed := portaltest.Files{"content/fiches/nuit.md": page("titre: Nuit et jour\nresume: De nuit.\ndate: 2026-01-10", "Texte.")}
	added := portaltest.Files{"content/fiches/soir.md": page("titre: Le soir\ndate: 2026-01-15", "Texte.")}
	gone := portaltest.Files{"content/fiches/jour.md": ""}
	for name, c := range map[string]struct {
		change portaltest.Files
		live   []string // expected if the issue is not frozen
		frozen []string // expected if it is
	}{
		"a summary": {reviewed,
			[]string{"« ![[nuit]] » montrerait un autre texte pour « La nuit »",
				"« liste (quand: depuis le dernier numéro) » montrerait un autre texte", "newsletter freeze 1"}, nil},
		"a title":     {renamed, []string{"« [[nuit]] » dirait « Nuit et jour » au lieu de « La nuit »", "« ![[nuit]] » dirait"}, nil},
		"a page more": {added, []string{"montrerait aussi « Le soir »"}, nil},
		"a page less": {gone, []string{"ne montrerait plus « Le jour »"}, []string{"ne mènerait plus à « Le jour »"}},
		"a page withdrawn": {portaltest.Files{"content/fiches/nuit.md": page("titre: La nuit\nresume: De nuit.\ndate: 2026-01-10\n"+
			"statut: brouillon", "Texte.")}, []string{"ne montrerait plus « La nuit »"},
			[]string{"« ![[nuit]] » ne mènerait plus à « La nuit »", "« liste (quand: depuis le dernier numéro) » ne mènerait plus"}},
		"a draft": {portaltest.Files{"content/fiches/soir.md": page("titre: Le soir\ndate: 2026-01-15\nstatut: brouillon",
			"Texte.")}, nil, nil},
		"a later issue": {portaltest.Files{"content/lettres/2.md": page("titre: La lettre 2\ndate: 2026-02-20", "Texte.")}, nil, nil},
		"a draft before": {portaltest.Files{"content/lettres/0.md": page("titre: La lettre 0\ndate: 2026-01-18\nstatut: brouillon",
			"Texte.")}, nil, nil},
		"something else": {portaltest.Files{"content/pages/autre.md": page("titre: Autre", "Autre.")}, nil, nil},
		"another reading": {portaltest.Files{"content/fiches/jour.md": page("titre: Le jour\ndate: 2026-01-20", "Un autre texte.")}, nil,
			nil},
	} {
		for isFrozen, want := range map[bool][]string{false: c.live, true: c.frozen} {
			before := base
			if isFrozen {
				before = base.With(portaltest.Files{"content/lettres/1.md": frozen})
			}
			r := compared(t, portal(t, before), portal(t, before.With(c.change)))
			var warnings []string
			for _, p := range r.Pages {
				if p.File == "lettres/1.md" {
					warnings = append(warnings, p.Warnings...)
				}
			}
			got := strings.Join(warnings, "\n")
			if len(want) == 0 && got != "" {
				t.Errorf("%s, frozen %v: says %s", name, isFrozen, got)
			}
			for _, w := range want {
				if !strings.Contains(got, w) {
					t.Errorf("%s, frozen %v: does not say %q:\n%s", name, isFrozen, w, got)
				}
			}
		}
	}
	// Freezing changes nothing for readers, and is reported; undoing it is a warning.
	now := base.With(portaltest.Files{"content/lettres/1.md": frozen})
	if r := compared(t, portal(t, base), portal(t, now)); len(r.Pages) != 1 ||
		len(r.Pages[0].Warnings)+len(r.Pages[0].Fields)+len(r.Pages[0].Blocks) > 0 ||
		!strings.Contains(fmt.Sprint(r.Pages[0].Notes), "est figé") {
		t.Errorf("freezing: %+v", r.Pages)
	}
	if r := compared(t, portal(t, now), portal(t, base)); len(r.Pages) != 1 ||
		!strings.Contains(fmt.Sprint(r.Pages[0].Warnings), "n’est plus figé") {
		t.Errorf("undone: %+v", r.Pages)
	}
}
