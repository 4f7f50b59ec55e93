package schema

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

func layoutsWith(typeYAML string) fstest.MapFS {
	return fstest.MapFS{
		"fields.yaml":     {Data: []byte("fields:\n  - {name: titre, kind: text, role: title, required: true, also: [title]}\n")},
		"page/type.yaml":  {Data: []byte("name: page\nfolder: pages\ndefault: true\n")},
		"essai/type.yaml": {Data: []byte(typeYAML)},
	}
}

func TestTypeInheritsCommonFields(t *testing.T) {
	set, problems := Read(layoutsWith("name: essai\nfolder: essais\nfields:\n  - {name: couleur, kind: choice, of: [bleu, vert]}\n" +
		"  - {name: titre, label: Intitulé}\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	essai, ok := set.Named("essai")
	if !ok {
		t.Fatal("type not found")
	}
	titre, ok := essai.Field("Title")
	if !ok || !titre.Required || titre.Label != "Intitulé" {
		t.Errorf("titre = %+v, found %v; want the common field with the type's label", titre, ok)
	}
	if got := set.Of("essais/a.md"); got != essai {
		t.Errorf("essais/a.md is of type %s", got.Name)
	}
	if got := set.Of("ailleurs/a.md"); got != set.Default() {
		t.Errorf("ailleurs/a.md is of type %s", got.Name)
	}
}

func TestBadDescriptionsAreNamedWithTheirFile(t *testing.T) {
	for _, c := range []struct{ name, yaml, want string }{
		{"unknown key", "name: essai\nfoldr: essais\n", "layouts/essai/type.yaml:2"},
		{"unknown key, suggestion", "name: essai\nfolder: essais\nlist: {filtres: [titre]}\n",
			"champ inconnu « filtres »\n    → vouliez-vous dire « filters » ?"},
		{"text where a list belongs", "name: essai\nfolder: essais\nsections: Contexte\n",
			"layouts/essai/type.yaml:3:11 : erreur : YAML illisible : la valeur n’a pas la forme attendue"},
		{"number where a text belongs", "name: essai\nfolder: essais\nlabel: [un]\n",
			"layouts/essai/type.yaml:3:8 : erreur : YAML illisible : la valeur n’a pas la forme attendue"},
		{"unknown kind", "name: essai\nfolder: essais\nfields: [{name: a, kind: texte}]\n", "vouliez-vous dire « text » ?"},
		{"choice without values", "name: essai\nfolder: essais\nfields: [{name: a, kind: choice}]\n", "un choix sans valeurs"},
		{"list without item", "name: essai\nfolder: essais\nfields: [{name: a, kind: list}]\n", "une liste sans éléments"},
		{"unknown target", "name: essai\nfolder: essais\nfields: [{name: a, kind: reference, to: [pag]}]\n",
			"vouliez-vous dire « page » ?"},
		{"unknown filter", "name: essai\nfolder: essais\nlist: {filters: [titr]}\n", "vouliez-vous dire « titre » ?"},
		{"folder taken", "name: essai\nfolder: pages\n", "appartient déjà"},
		{"former key", "name: essai\nfolder: essais\nkey: titre\n",
			"layouts/essai/type.yaml:3:1 : erreur : champ inconnu « key »\n    → donnez « role: number »"},
		{"former glossary", "name: essai\nfolder: essais\nglossary: {acronym: titre}\n", "layouts/essai/type.yaml:3"},
		{"broken YAML", "name: [essai\n", "layouts/essai/type.yaml"},
	} {
		t.Run(c.name, func(t *testing.T) {
			set, problems := Read(layoutsWith(c.yaml))
			if set != nil {
				t.Error("a broken description gave a set")
			}
			var all strings.Builder
			for _, p := range problems {
				all.WriteString(p.String() + "\n")
			}
			if !strings.Contains(all.String(), c.want) {
				t.Errorf("problems:\n%s\nwant %q in them", all.String(), c.want)
			}
		})
	}
}

func TestValuesOfAListCarryItsName(t *testing.T) {
	set, problems := Read(layoutsWith("name: essai\nfolder: essais\nfields: [{name: roles, label: Rôles, kind: list, item: {kind: " +
		"text}}]\n"))
	if set == nil {
		t.Fatal(problems)
	}
	essai, _ := set.Named("essai")
	roles, _ := essai.Field("roles")
	if item := roles.Element(); item.Name != "roles" || item.Label != "Rôles" {
		t.Errorf("item %q, %q: a complaint of a value could not say which field it is in", item.Name, item.Label)
	}
}

func TestPortalTypesAreSound(t *testing.T) {
	set, problems := Read(os.DirFS("../../layouts"))
	for _, p := range problems {
		t.Error(p)
	}
	if set != nil && len(set.Types) < 15 {
		t.Errorf("%d types, want the portal's fifteen", len(set.Types))
	}
}
