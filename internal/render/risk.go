package render

import (
	"bytes"
	"errors"
	"slices"

	"intraqvt/internal/content"
	"intraqvt/internal/media"
	"intraqvt/internal/problem"
	"intraqvt/internal/site"
)

// allowedBy is the setting that allows a file although a browser would run it.
const allowedBy = "fichiers_permis"

// riskProblem returns the problem of a file that a browser or a system would run,
// at the place that refers to it; line is 0 for the file itself. It is an error in
// a portal; a bare folder is published without the file. Office documents with
// macros are published all the same, because programs ask their readers first.
func riskProblem(s *site.Site, file string, line, column int, name string, risk media.Risk) problem.Problem {
	p := problem.ActiveFile.At(file, line, column).
		Say("le fichier « "+name+" » est "+risk.String(),
			remedies[risk]+" ; s’il vient de vous et doit paraître tel quel, écrivez dans content/site.yaml : "+allowedBy+": ["+name+"]")
	if risk == media.Macros {
		p.Level = problem.Warning
	} else if !s.Configured {
		p.Level = problem.Warning
		p.Message += " : il n’est pas publié"
	}
	return p
}

// remedies are the hints by risk.
var remedies = map[media.Risk]string{
	media.WebPage:   "mettez-en le texte dans une page du portail, ou proposez un PDF",
	media.Script:    "proposez-le dans une archive ZIP",
	media.Drawing:   "enregistrez-le en SVG ordinaire, sous un nom en « .svg »",
	media.Shortcut:  "écrivez le lien dans la page",
	media.Program:   "dites dans la page où l’obtenir",
	media.Server:    "proposez-le dans une archive ZIP",
	media.Macros:    "enregistrez-le sans macros si elles ne servent pas",
	media.Unchecked: "enregistrez-le de nouveau, en UTF-8, ou proposez-le dans une archive ZIP",
}

// cleanedDrawing reports what was removed from a drawing.
func cleanedDrawing(name, removed string) []problem.Problem {
	if removed == "" {
		return nil
	}
	return []problem.Problem{problem.CleanedDrawing.In(name).
		Say("retiré de l’image : "+removed, "un dessin ne contient ni script ni adresse extérieure")}
}

// newAsset returns a file of static/ with its risk. Scripts are no risk there,
// because themes consist of scripts.
func newAsset(name string, data []byte) (asset, error) {
	a := asset{address: name, data: data}
	f := media.File{Kind: media.KindOf(name, data)}
	if f.IsDrawing() {
		clean, removed, err := media.CleanDrawing("static/"+name, data)
		var unfit *media.Error
		if errors.As(err, &unfit) {
			a.unfit = &unfit.Problem
			return a, nil
		}
		a.data, a.raw, a.removed = clean, data, removed
		return a, err
	}
	var err error
	if a.risk, err = media.Judge(name, bytes.NewReader(data)); a.risk == media.Script || a.risk == media.Macros {
		a.risk = media.NoRisk
	}
	return a, err
}

// published returns the content at a file's address; false if it is not published.
func (a asset) published(c *site.Config) ([]byte, bool) {
	switch {
	case c.Allows(a.address) && a.raw != nil:
		return a.raw, true
	case c.Allows(a.address):
		return a.data, true
	}
	return a.data, a.risk == media.NoRisk && a.unfit == nil
}

// Check reports files of static/ that a site does not publish, or publishes
// changed, and permissions that match no file. Files are named as in the
// source.
func (t *Theme) Check(s *site.Site) []problem.Problem {
	var problems []problem.Problem
	for _, a := range t.assets {
		name := "static/" + a.address
		switch {
		case s.Config.Allows(a.address):
		case a.unfit != nil:
			p := *a.unfit
			if !s.Configured {
				p.Level = problem.Warning
			}
			problems = append(problems, p)
		case a.risk != media.NoRisk:
			problems = append(problems, riskProblem(s, name, 0, 0, a.address, a.risk))
		default:
			problems = append(problems, cleanedDrawing(name, a.removed)...)
		}
	}
	for _, p := range s.Config.Allowed {
		if !slices.ContainsFunc(s.Assets, p.Matches) && !slices.ContainsFunc(t.assets, func(a asset) bool { return p.Matches(a.address) }) {
			problems = append(problems, problem.InvalidSetting.At(content.ConfigFile, p.Line, 0).
				Say(allowedBy+" : aucun fichier ne s’appelle « "+p.Text+" »", permissionHint(p.Text, s.Assets)).AtLevel(problem.Warning))
		}
	}
	return problems
}

// permissionHint suggests the file that a permission may have meant.
func permissionHint(text string, files []string) string {
	if hint := problem.DidYouMean(text, files); hint != "" {
		return hint
	}
	return "donnez l’adresse du fichier dans le portail, qui est son chemin dans content/ ou dans static/ ; ou retirez la ligne"
}
