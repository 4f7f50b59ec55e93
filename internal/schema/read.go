package schema

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// Read reads fields.yaml and every */type.yaml of the layouts. Problems are
// positioned in those files, named below layouts/. If one is an error, the set
// is nil.
func Read(layouts fs.FS) (*Set, []problem.Problem) {
	var list problem.List
	var common struct {
		Fields []Field `yaml:"fields"`
	}
	decodeFile(layouts, "fields.yaml", &common, &list)
	checkFields("fields.yaml", "", common.Fields, &list)

	files, err := fs.Glob(layouts, "*/type.yaml")
	if err != nil || len(files) == 0 {
		list.Add(complain("layouts", "aucun type de contenu", "chaque type est un dossier de layouts/ avec un fichier type.yaml"))
		return nil, list.All()
	}
	s := &Set{Visibility: readVisibility(layouts, &list), byName: map[string]*Type{}, byFolder: map[string]*Type{}}
	for _, file := range files {
		t := &Type{}
		if !decodeFile(layouts, file, t, &list) {
			continue
		}
		checkFields(file, t.Name, t.Fields, &list)
		t.merge(common.Fields)
		t.check(file, &list)
		if other, twice := s.byName[t.Name]; twice {
			list.Add(complain(file, fmt.Sprintf("le type « %s » existe déjà (%s/type.yaml)", t.Name, other.Name),
				"donnez-lui un autre nom"))
			continue
		}
		if other, twice := s.byFolder[t.Folder]; twice {
			list.Add(complain(file, fmt.Sprintf("le dossier « %s » appartient déjà au type « %s »", t.Folder, other.Name),
				"un dossier par type"))
			continue
		}
		s.Types = append(s.Types, t)
		s.byName[t.Name], s.byFolder[t.Folder] = t, t
		if t.Default {
			if s.fallback != nil {
				list.Add(complain(file, fmt.Sprintf("deux types par défaut : « %s » et « %s »", s.fallback.Name, t.Name),
					"un seul type porte default: true"))
			}
			s.fallback = t
		}
	}
	slices.SortFunc(s.Types, func(a, b *Type) int { return strings.Compare(a.Name, b.Name) })
	s.checkReferences(&list)
	if s.fallback == nil {
		list.Add(complain("layouts", "aucun type par défaut", "un type doit porter default: true : celui des pages sans dossier"))
	}
	if list.HasErrors() {
		return nil, list.All()
	}
	s.Prompts = readPrompts(s.Types)
	return s, list.All()
}

// merge puts the common fields before the type's own. If the type describes a common
// field again, it keeps its place and the type's keys override the common ones.
func (t *Type) merge(common []Field) {
	own := t.Fields
	t.Fields = slices.Clone(common)
	for _, f := range own {
		at := slices.IndexFunc(t.Fields, func(c Field) bool { return c.Name == f.Name })
		if at < 0 {
			t.Fields = append(t.Fields, f)
			t.Own = append(t.Own, f.Name)
			continue
		}
		c := &t.Fields[at]
		if f.Role != "" {
			c.Role = f.Role
		}
		if f.Kind != "" {
			f.Role = c.Role
			t.Fields[at] = f
			continue
		}
		c.Required = c.Required || f.Required
		c.Recommended = c.Recommended || f.Recommended
		if f.Label != "" {
			c.Label = f.Label
		}
		if f.Help != "" {
			c.Help = f.Help
		}
		if f.Max != nil {
			c.Max = f.Max
		}
	}
	t.index, t.roles = map[string]int{}, map[Role]int{}
	for i := range t.Fields {
		if role := t.Fields[i].Role; role != "" && t.ByRole(role) == nil {
			t.roles[role] = i
		}
		for _, key := range append([]string{t.Fields[i].Name}, t.Fields[i].Also...) {
			t.index[strings.ToLower(key)] = i
		}
	}
	if len(t.Outputs) == 0 {
		t.Outputs = []string{OutputPage}
	}
	if t.Issue.Every == 0 {
		t.Issue.Every = 2
	}
	if t.Search.Weight == 0 {
		t.Search.Weight = 1
	}
	if t.Label.One == "" {
		t.Label.One = t.Name
	}
	if t.Gender == "" {
		t.Gender = french.Feminine // gender of « page »
	}
	if t.Label.Many == "" {
		t.Label.Many = t.Label.One
	}
}

func (t *Type) check(file string, list *problem.List) {
	if t.Name == "" {
		list.Add(complain(file, "le type n’a pas de nom", "ajoutez une ligne « name: … »"))
	}
	if t.Folder == "" || strings.ContainsAny(t.Folder, "/\\ ") || path.Clean(t.Folder) != t.Folder || t.Folder == ".." || t.Folder == "." {
		list.Add(complain(file, fmt.Sprintf("dossier « %s » impossible", t.Folder), "folder: un seul nom, sans espace ni barre"))
	}
	if t.Gender != french.Feminine && t.Gender != "m" {
		list.Add(complain(file, fmt.Sprintf("genre « %s » inconnu", t.Gender), "gender: m, comme « un outil », ou f, comme « une fiche »"))
	}
	names := t.Keys()
	wants := slices.Concat([]string{strings.TrimPrefix(t.List.Sort, "-"), t.List.Group, t.List.Remember}, t.List.Filters, t.List.Show)
	for _, want := range wants {
		if want != "" && !slices.Contains(names, want) {
			list.Add(complain(file, fmt.Sprintf("le champ « %s » n’existe pas dans ce type", want), problem.DidYouMean(want, names)))
		}
	}
	for _, output := range t.Outputs {
		if !slices.Contains(outputs, output) {
			list.Add(complain(file, fmt.Sprintf("sortie « %s » inconnue", output), problem.OneOf(output, outputs)))
		}
	}
	t.checkRoles(file, list)
	t.checkList(file, list)
	t.checkIssue(file, list)
}

// checkIssue checks the settings for issues; the fields they name exist.
func (t *Type) checkIssue(file string, list *problem.List) {
	if t.Issue.Every < 0 {
		list.Add(complain(file, fmt.Sprintf("un numéro tous les %d mois", t.Issue.Every),
			"issue.every: le nombre de mois d’un numéro au suivant"))
	}
	frozen := 0
	for i := range t.Fields {
		if t.Fields[i].Kind == Frozen {
			frozen++
		}
	}
	if frozen > 1 {
		list.Add(complain(file, "deux champs de nature frozen", "un seul garde ce que le numéro a montré"))
	}
}

// checkList checks the settings for lists; the fields they name exist.
func (t *Type) checkList(file string, list *problem.List) {
	if t.List.Agenda && !slices.Contains([]Kind{Date, DateTime}, t.kindOf(t.List.Sort)) {
		list.Add(complain(file, "un agenda se trie par une date", "list.sort: le champ date ou datetime qui dit quand"))
	}
	if r := t.List.Remember; r != "" && !slices.Contains(t.List.Filters, r) {
		list.Add(complain(file, fmt.Sprintf("« %s » n’est pas un filtre de la liste", r), "list.remember: l’un de list.filters"))
	}
}

func (t *Type) kindOf(name string) Kind {
	if f, ok := t.Field(strings.TrimPrefix(name, "-")); ok {
		return f.Kind
	}
	return ""
}

// checkFields reports fields that no content could fill in.
func checkFields(file, typeName string, fields []Field, list *problem.List) {
	for i := range fields {
		f := &fields[i]
		where := f.Name
		if f.Name == "" {
			list.Add(complain(file, "un champ n’a pas de nom", "chaque champ commence par name:"))
			continue
		}
		if f.Kind == "" && typeName != "" {
			continue // changes a common field
		}
		checkKind(file, where, f, list)
	}
}

func checkKind(file, where string, f *Field, list *problem.List) {
	bad := func(message, hint string) {
		list.Add(complain(file, fmt.Sprintf("champ « %s » : %s", where, message), hint))
	}
	if !slices.Contains(kinds, f.Kind) {
		names := make([]string, len(kinds))
		for i, k := range kinds {
			names[i] = string(k)
		}
		bad(fmt.Sprintf("nature « %s » inconnue", f.Kind), problem.OneOf(string(f.Kind), names))
		return
	}
	if f.Label == "" {
		f.Label = f.Name
	}
	if f.Draw != "" && (f.Kind != Table || !slices.Contains(drawings, f.Draw)) {
		bad(fmt.Sprintf("dessin « %s » impossible", f.Draw), "draw: timeline ou calendar, pour une table")
	}
	switch f.Kind {
	case Choice:
		if len(f.Of) == 0 {
			bad("un choix sans valeurs", "ajoutez of: [ … ]")
		}
	case List:
		if f.Item == nil {
			bad("une liste sans éléments décrits", "ajoutez item: {kind: … }")
			return
		}
		if f.Item.Kind == List {
			bad("une liste de listes", "une table convient mieux")
			return
		}
		if f.Item.Kind == Frozen {
			bad("une liste de nature frozen", "un champ de nature frozen est seul")
			return
		}
		if f.Item.Name == "" {
			f.Item.Name, f.Item.Label = f.Name, f.Label // problems of a value name its list
		}
		checkKind(file, where, f.Item, list)
	case Table, Group:
		columns := f.Columns
		if f.Kind == Group {
			columns = f.Fields
		}
		if len(columns) == 0 {
			bad("aucune colonne décrite", "ajoutez columns: (table) ou fields: (groupe)")
		}
		for i := range columns {
			if columns[i].Kind == Frozen {
				bad("une partie de nature frozen", "un champ de nature frozen est seul")
			}
			checkKind(file, where+"."+columns[i].Name, &columns[i], list)
		}
	}
}

// checkReferences reports fields that refer to missing types.
func (s *Set) checkReferences(list *problem.List) {
	for _, t := range s.Types {
		for i := range t.Fields {
			f := t.Fields[i].Element()
			if f == nil {
				continue // a list without items, reported already
			}
			for _, to := range f.To {
				if _, ok := s.byName[to]; !ok {
					list.Add(complain(t.Name+"/type.yaml", fmt.Sprintf("champ « %s » : le type « %s » n’existe pas", t.Fields[i].Name, to),
						problem.DidYouMean(to, s.Names())))
				}
			}
		}
	}
}

// decodeFile reads one YAML file of the layouts; see [Decode].
func decodeFile(fsys fs.FS, name string, into any, list *problem.List) bool {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		list.Add(complain(name, "fichier illisible : "+err.Error(), ""))
		return false
	}
	problems := Decode("layouts/"+name, data, into)
	list.Add(problems...)
	return len(problems) == 0
}

func complain(file, message, hint string) problem.Problem {
	if file != "layouts" {
		file = "layouts/" + file
	}
	return problem.InvalidType.In(file).Say(message, hint)
}
