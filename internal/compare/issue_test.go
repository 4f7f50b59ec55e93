package compare

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"intraqvt/internal/content"
	"intraqvt/internal/schema"
)

// frozenLetter is the description of a type of which the issues can be frozen.
const frozenLetter = "name: lettre\nfolder: lettres\noutputs: [page, email]\nfields:\n  - {name: fige, kind: frozen}\nlist: {sort: -date}\n"

// What would change in an issue that was sent is told, whichever page changed;
// in one that is frozen nothing changes but that a page is gone.
func TestSentIssues(t *testing.T) {
	issue := page("titre: La lettre 1\ndate: 2026-02-01", "Voir [[nuit]].\n\n![[nuit]]\n\n::: liste\nquand: depuis le dernier numéro\n:::\n")
	base := map[string]string{
		"layouts/lettre/type.yaml": frozenLetter,
		"lettres/1.md":             issue,
		"fiches/nuit.md":           page("titre: La nuit\nresume: De nuit.\ndate: 2026-01-10", "Texte."),
		"fiches/jour.md":           page("titre: Le jour\ndate: 2026-01-20", "Texte."),
		"pages/autre.md":           page("titre: Autre", "Texte."),
	}
	types, problems := schema.Read(fstest.MapFS{"fields.yaml": {Data: []byte(layouts["fields.yaml"])}, "lettre/type.yaml": {Data: []byte(frozenLetter)}, "page/type.yaml": {Data: []byte(layouts["page/type.yaml"])}})
	if types == nil {
		t.Fatal(problems)
	}
	var frozen string
	for _, p := range portal(t, base).Site.Pages {
		if p.File == "lettres/1.md" {
			data, err := content.Freeze(p.File, []byte(issue), p.Freeze(day), types)
			if err != nil {
				t.Fatal(err)
			}
			frozen = string(data)
		}
	}
	reviewed := map[string]string{"fiches/nuit.md": page("titre: La nuit\nresume: Toute la nuit.\ndate: 2026-01-10", "Texte.")}
	renamed := map[string]string{"fiches/nuit.md": page("titre: Nuit et jour\nresume: De nuit.\ndate: 2026-01-10", "Texte.")}
	added := map[string]string{"fiches/soir.md": page("titre: Le soir\ndate: 2026-01-15", "Texte.")}
	gone := map[string]string{"fiches/jour.md": ""}
	for name, c := range map[string]struct {
		change map[string]string
		live   []string // what is told where the issue is not frozen
		frozen []string // and where it is
	}{
		"a summary":        {reviewed, []string{"« ![[nuit]] » montrerait un autre texte pour « La nuit »", "« liste (quand: depuis le dernier numéro) » montrerait un autre texte", "newsletter freeze 1"}, nil},
		"a title":          {renamed, []string{"« [[nuit]] » dirait « Nuit et jour » au lieu de « La nuit »", "« ![[nuit]] » dirait"}, nil},
		"a page more":      {added, []string{"montrerait aussi « Le soir »"}, nil},
		"a page less":      {gone, []string{"ne montrerait plus « Le jour »"}, []string{"ne mènerait plus à « Le jour »"}},
		"a page withdrawn": {map[string]string{"fiches/nuit.md": page("titre: La nuit\nresume: De nuit.\ndate: 2026-01-10\nstatut: brouillon", "Texte.")}, []string{"ne montrerait plus « La nuit »"}, []string{"« ![[nuit]] » ne mènerait plus à « La nuit »", "« liste (quand: depuis le dernier numéro) » ne mènerait plus"}},
		"a draft":          {map[string]string{"fiches/soir.md": page("titre: Le soir\ndate: 2026-01-15\nstatut: brouillon", "Texte.")}, nil, nil},
		"a later issue":    {map[string]string{"lettres/2.md": page("titre: La lettre 2\ndate: 2026-02-20", "Texte.")}, nil, nil},
		"a draft before":   {map[string]string{"lettres/0.md": page("titre: La lettre 0\ndate: 2026-01-18\nstatut: brouillon", "Texte.")}, nil, nil},
		"something else":   {map[string]string{"pages/autre.md": page("titre: Autre", "Autre.")}, nil, nil},
		"another reading":  {map[string]string{"fiches/jour.md": page("titre: Le jour\ndate: 2026-01-20", "Un autre texte.")}, nil, nil},
	} {
		for isFrozen, want := range map[bool][]string{false: c.live, true: c.frozen} {
			before := base
			if isFrozen {
				before = changed(base, map[string]string{"lettres/1.md": frozen})
			}
			r := compared(t, portal(t, before), portal(t, changed(before, c.change)))
			var warnings []string
			for _, p := range r.Pages {
				if p.File == "lettres/1.md" {
					warnings = append(warnings, p.Warnings...)
				}
			}
			said := strings.Join(warnings, "\n")
			if len(want) == 0 && said != "" {
				t.Errorf("%s, frozen %v: says %s", name, isFrozen, said)
			}
			for _, w := range want {
				if !strings.Contains(said, w) {
					t.Errorf("%s, frozen %v: does not say %q:\n%s", name, isFrozen, w, said)
				}
			}
		}
	}
	// Freezing changes nothing for readers, and is told; undoing it is a warning.
	now := changed(base, map[string]string{"lettres/1.md": frozen})
	if r := compared(t, portal(t, base), portal(t, now)); len(r.Pages) != 1 || len(r.Pages[0].Warnings)+len(r.Pages[0].Fields)+len(r.Pages[0].Blocks) > 0 || !strings.Contains(fmt.Sprint(r.Pages[0].Notes), "est figé") {
		t.Errorf("freezing: %+v", r.Pages)
	}
	if r := compared(t, portal(t, now), portal(t, base)); len(r.Pages) != 1 || !strings.Contains(fmt.Sprint(r.Pages[0].Warnings), "n’est plus figé") {
		t.Errorf("undone: %+v", r.Pages)
	}
}
