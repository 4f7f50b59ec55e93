package render

import (
	"errors"
	"strings"
	"sync"

	"intraqvt/internal/address"
	"intraqvt/internal/content"
	"intraqvt/internal/media"
	"intraqvt/internal/parallel"
	"intraqvt/internal/problem"
	"intraqvt/internal/site"
)

// picture is an image as pages show it.
type picture struct {
	file     media.File
	variants []media.Variant
}

// Media holds the files and images that pages use, as published.
type Media struct {
	store    *media.Store
	pictures map[string]picture    // by name below content/
	files    map[string]media.File // published files, by name below content/
	refused  int                   // number of files that are not published
}

// ReadMedia inspects the files and images that pages use, on all cores, and
// reports those that cannot be read or published.
func ReadMedia(s *site.Site, store *media.Store) (*Media, []problem.Problem) {
	m := &Media{store: store, pictures: map[string]picture{}, files: map[string]media.File{}}
	var problems problem.List
	var mu sync.Mutex
	inspect := func(name string, f func(string) error) {
		var unfit *media.Error
		switch err := f(name); {
		case errors.As(err, &unfit):
			p := unfit.Problem // the store's error is reported as the file's
			p.File = content.FileAt(name)
			problems.Add(p)
		case err != nil:
			problems.Add(problem.UnreadableFile.In(content.FileAt(name)).Say(err.Error(), ""))
		}
	}
	file := func(name string) error {
		f, err := store.Inspect(name)
		if err != nil {
			return err
		}
		allowed := s.Config.Allows(name)
		if f.IsDrawing() && !allowed {
			if _, err := store.Variants(name); err != nil {
				return err
			}
			problems.Add(cleanedDrawing(content.FileAt(name), f.Removed)...)
		}
		mu.Lock()
		defer mu.Unlock()
		if f.Risk == media.NoRisk || allowed {
			m.files[name] = f
			return nil
		}
		for _, use := range s.UsesOf(name) {
			problems.Add(riskProblem(s, use.Page.File, use.Line, use.Column, name, f.Risk))
		}
		if f.Risk == media.Macros {
			m.files[name] = f
		} else {
			m.refused++
		}
		return nil
	}
	image := func(name string) error {
		f, err := store.Inspect(name)
		if err != nil {
			return err
		}
		if !f.Image {
			problems.Add(problem.UnreadableImage.In(content.FileAt(name)).
				Say("ce fichier n’est pas une image que les navigateurs montrent", "enregistrez-la en JPEG, PNG ou SVG"))
			return nil
		}
		variants, err := store.Variants(name)
		mu.Lock()
		defer mu.Unlock()
		m.pictures[name] = picture{f, variants}
		problems.Add(cleanedDrawing(content.FileAt(name), f.Removed)...)
		return err
	}
	_ = parallel.Files(len(s.Files)+len(s.Images), func(i int) error { // each file's error is a problem
		if i < len(s.Files) {
			inspect(s.Files[i], file)
		} else {
			inspect(s.Images[i-len(s.Files)], image)
		}
		return nil
	})
	problems.Add(m.imageNames(s.Images)...)
	return m, problems.All()
}

// imageNames reports images whose variants cannot be published, alone or
// together: variants are named by their content, so that images whose names
// differ only in case would share a name.
func (m *Media) imageNames(images []string) (problems []problem.Problem) {
	names := map[string]string{}
	for _, image := range images {
		for _, v := range m.pictures[image].variants {
			key := strings.ToLower(v.Name)
			if other, twice := names[key]; twice && other != v.Name {
				problems = append(problems, problem.AddressTaken.In(content.FileAt(image)).
					Say("la même image existe sous un nom qui ne diffère que par la casse", "n’en gardez qu’une"))
				break
			}
			names[key] = v.Name
			if q, ok := address.CheckOutput(v.Name); !ok {
				q.File = content.FileAt(image)
				problems = append(problems, q)
				break
			}
		}
	}
	return problems
}
