package media

import "testing"

// What a photo from a phone costs: all its variants the first time, and the
// same from the cache.
func BenchmarkPhoto12Megapixels(b *testing.B) {
	data := withSegments(asJPEG(photo(4000, 3000), 90), exifSegment(1))
	b.Run("first", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			variants(b, oneFile(b, "a.jpg", data), "a.jpg")
		}
	})
	b.Run("turned", func(b *testing.B) {
		turned := withSegments(data, exifSegment(6))
		b.ReportAllocs()
		for b.Loop() {
			variants(b, oneFile(b, "a.jpg", turned), "a.jpg")
		}
	})
	b.Run("cached", func(b *testing.B) {
		content, dir := files(map[string][]byte{"a.jpg": data}), b.TempDir()
		variants(b, New(content, dir), "a.jpg")
		b.ReportAllocs()
		for b.Loop() {
			variants(b, New(content, dir), "a.jpg")
		}
	})
}
