package portal

import (
	"context"
	"fmt"
	"path/filepath"

	"intraqvt/internal/french"
	"intraqvt/internal/parallel"
	"intraqvt/internal/search"
	"intraqvt/internal/site"
)

// Searcher answers queries on the present content.
type Searcher struct {
	Site  *site.Site
	index *search.Index
}

// OpenSearcher loads the content and updates the index: only pages that changed
// since the last build or search are indexed again. Content with errors is
// searched as far as it can be read.
func OpenSearcher(ctx context.Context, o Options) (*Searcher, error) {
	l, err := Load(ctx, o)
	if err != nil {
		return nil, err
	}
	if l.Site == nil {
		return nil, ErrContent
	}
	return l.searcher(ctx)
}

// searcher returns a searcher for a loaded site.
func (l *Loaded) searcher(ctx context.Context) (*Searcher, error) {
	index, _, err := l.updatedIndex(ctx)
	if err != nil {
		return nil, err
	}
	return &Searcher{Site: l.Site, index: index}, nil
}

// updatedIndex opens the portal's index and updates it.
func (l *Loaded) updatedIndex(ctx context.Context) (*search.Index, search.Stats, error) {
	none := search.Stats{}
	if err := prepareCache(l.cache); err != nil {
		return nil, none, err
	}
	index, err := openIndex(ctx, l)
	if err != nil {
		return nil, none, err
	}
	update := index.Begin()
	lists := namedLists(l.Site)
	err = parallel.Each(len(l.Site.Pages)+len(lists), func(i int) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if i < len(lists) {
			return update.Add(listDocument(lists[i]))
		}
		if p := l.Site.Pages[i-len(lists)]; !p.Unlisted {
			return update.Add(documents(p))
		}
		return nil
	})
	if err != nil {
		update.Abort()
		index.Close()
		return nil, none, err
	}
	summary, err := update.Commit()
	if err != nil {
		index.Close()
		return nil, none, fmt.Errorf("index de recherche : %w", err)
	}
	return index, summary, nil
}

// maxRelated is the maximum number of suggested pages if the author names none.
const maxRelated = 5

// related finds, in the index, the most similar pages for each page that names
// none; nil for a bare folder.
func (l *Loaded) related(ctx context.Context, index *search.Index) (func(*site.Page) []*site.Page, error) {
	if !l.Site.Configured {
		return nil, nil
	}
	like := make([][]*site.Page, len(l.Site.Pages))
	err := parallel.Each(len(like), func(i int) (err error) {
		if p := l.Site.Pages[i]; len(p.SeeAlso) == 0 {
			like[i], err = l.relatedTo(ctx, p, index)
		}
		return err
	})
	byPage := make(map[*site.Page][]*site.Page, len(like))
	for i, p := range l.Site.Pages {
		byPage[p] = like[i]
	}
	return func(p *site.Page) []*site.Page { return byPage[p] }, err
}

// relatedTo finds the pages most similar to one.
func (l *Loaded) relatedTo(ctx context.Context, p *site.Page, index *search.Index) (like []*site.Page, err error) {
	urls, err := index.Similar(ctx, documents(p), 2*maxRelated)
	for _, url := range urls {
		if q, ok := l.Site.Find(url); ok && q.InLists() && len(like) < maxRelated {
			like = append(like, q)
		}
	}
	return like, err
}

// openIndex opens the portal's index, with the glossary's synonyms and the
// portal's answers.
func openIndex(ctx context.Context, l *Loaded) (*search.Index, error) {
	index, err := search.Open(ctx, filepath.Join(l.cache, "search"))
	if err != nil {
		return nil, err
	}
	index.SetSynonyms(synonyms(l.Site))
	index.SetAnswers(answers(l.Site))
	index.SetTypeNames(typeNames(l.Types))
	return index, nil
}

// Search answers a query. Titles and excerpts come from the content, since the
// index does not store them. Filters name values as authors or readers write
// them. If ctx ends first, its error is returned.
func (s *Searcher) Search(ctx context.Context, q search.Query) (search.Result, error) {
	filters := map[string][]string{}
	for field, values := range q.Filters {
		for _, value := range values {
			filters[field] = append(filters[field], french.Fold(value))
		}
	}
	q.Filters = filters
	q.Lookup = lookup(s.Site)
	return s.index.Search(ctx, q)
}

// Close closes the index.
func (s *Searcher) Close() error { return s.index.Close() }
