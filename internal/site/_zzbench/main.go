package main
import ("fmt";"os";"runtime";"runtime/pprof";"sync";"time";"path/filepath";"sort";"intraqvt/internal/content";"intraqvt/internal/schema";"intraqvt/internal/site")
func main() {
	types, ps := schema.Read(os.DirFS("layouts"))
	if types == nil { fmt.Println(ps); return }
	dir := os.Args[1]
	fsys := os.DirFS(dir)
	t0 := time.Now()
	files, _ := content.Walk(fsys)
	fmt.Println("walk", time.Since(t0), len(files.Pages), len(files.Assets))
	t0 = time.Now()
	pages := make([]*content.Page, len(files.Pages))
	var wg sync.WaitGroup
	n := runtime.GOMAXPROCS(0)
	for w := range n { wg.Go(func(){ for i := w; i < len(pages); i += n { d, _ := os.ReadFile(filepath.Join(dir, files.Pages[i])); pages[i] = content.Parse(files.Pages[i], d, types) } }) }
	wg.Wait()
	fmt.Println("parse", time.Since(t0))
	data, err := os.ReadFile(filepath.Join(dir, "site.yaml"))
	if err != nil { data = nil }
	config, _ := site.ReadConfig(data)
	if len(os.Args) > 2 { f, _ := os.Create(os.Args[2]); pprof.StartCPUProfile(f) }
	var ts []float64
	runtime.GC()
	var s *site.Site
	for range 9 { t := time.Now(); s = site.Link(pages, types, config, site.Options{At: time.Date(2026,11,21,0,0,0,0,time.UTC), Configured: data != nil, Assets: files.Assets}); ts = append(ts, float64(time.Since(t).Microseconds())/1000); runtime.GC() }
	pprof.StopCPUProfile()
	c := map[string]int{}
	for _, p := range s.Problems { c[p.Code]++ }
	fmt.Println("link ms", ts, c)
	sort.Float64s(ts); fmt.Println("median", ts[4])
}
