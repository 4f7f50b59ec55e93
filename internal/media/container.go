package media

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
)

// container is the structure of a picture's file around its pixels.
type container struct {
	// clean is the file without EXIF, XMP, IPTC, comments, previews or bytes
	// after the end; it is the original data if there was nothing to remove.
	clean       []byte
	orientation orientation
	profile     []byte // ICC profile, or nil
	animated    bool
}

const pngSignature = "\x89PNG\r\n\x1a\n"

// maxProfile is the maximum size of a colour profile: one JPEG segment.
// Profiles of screens and cameras take a few kilobytes.
const maxProfile = 65519

// openContainer reads the structure of a picture's file, not its pixels.
func openContainer(kind string, data []byte) (container, error) {
	var c container
	var err error
	switch kind {
	case kindJPEG:
		c, err = openJPEG(data)
	case kindPNG:
		c, err = openPNG(data)
	case kindWebP:
		c, err = openWebP(data)
	case kindGIF:
		c, err = openGIF(data)
	default:
		err = errMalformed
	}
	if err != nil {
		return container{}, err
	}
	if len(c.clean) == len(data) {
		c.clean = data
	}
	if len(c.profile) > maxProfile {
		c.profile = nil
	}
	return c, nil
}

const (
	jpegEnd  = 0xd9
	jpegScan = 0xda
	jpegAPP0 = 0xe0
	jpegAPP1 = 0xe1
	jpegAPP2 = 0xe2
	jpegAPPE = 0xee
	jpegAPPF = 0xef
	jpegCOM  = 0xfe
)

func openJPEG(data []byte) (container, error) {
	c := container{clean: append(make([]byte, 0, len(data)), data[:2]...)}
	profiles := 0
	for i := 2; ; {
		// Decoders skip stray bytes and fill bytes before a marker.
		for i < len(data) && data[i] != 0xff {
			i++
		}
		for i+1 < len(data) && data[i+1] == 0xff {
			i++
		}
		if i+1 >= len(data) {
			return c, errTruncated
		}
		marker := data[i+1]
		if marker == jpegEnd {
			c.clean = append(c.clean, 0xff, jpegEnd)
			break
		}
		if standsAlone(marker) {
			i += 2
			continue
		}
		if i+4 > len(data) {
			return c, errTruncated
		}
		size := 2 + int(binary.BigEndian.Uint16(data[i+2:]))
		if size < 4 {
			return c, errMalformed
		}
		if i+size > len(data) {
			return c, errTruncated
		}
		segment, payload := data[i:i+size], data[i+4:i+size]
		switch {
		case marker == jpegAPP1 && c.orientation == 0:
			if tiff, ok := bytes.CutPrefix(payload, []byte("Exif\x00\x00")); ok {
				c.orientation = readOrientation(tiff)
			}
		case marker == jpegAPP2 && bytes.HasPrefix(payload, []byte("ICC_PROFILE\x00")) && len(payload) > 14:
			c.profile = payload[14:]
			profiles++
		}
		if belongsToJPEG(marker, payload) {
			c.clean = append(c.clean, segment...)
		}
		i += size
		if marker == jpegScan {
			n := scanLength(data[i:])
			c.clean = append(c.clean, data[i:i+n]...)
			i += n
		}
	}
	if profiles > 1 {
		c.profile = nil
	}
	return c, nil
}

// standsAlone tells whether a marker has no length after it: stuffing, TEM and
// restarts.
func standsAlone(marker byte) bool {
	return marker == 0 || marker == 1 || 0xd0 <= marker && marker <= 0xd7
}

// belongsToJPEG tells whether decoders need a segment to show the picture.
func belongsToJPEG(marker byte, payload []byte) bool {
	switch {
	case marker == jpegAPP0:
		return bytes.HasPrefix(payload, []byte("JFIF\x00"))
	case marker == jpegAPP2:
		return bytes.HasPrefix(payload, []byte("ICC_PROFILE\x00"))
	case marker == jpegAPPE:
		return bytes.HasPrefix(payload, []byte("Adobe"))
	case jpegAPP1 <= marker && marker <= jpegAPPF, marker == jpegCOM:
		return false
	}
	return true
}

// scanLength is the number of compressed bytes before the next marker, or all
// if there is none.
func scanLength(data []byte) int {
	for i := 0; ; i++ {
		n := bytes.IndexByte(data[i:], 0xff)
		if n < 0 || i+n+1 >= len(data) {
			return len(data)
		}
		i += n
		if next := data[i+1]; next != 0xff && !standsAlone(next) {
			return i
		}
	}
}

// pngChunks are the chunks that affect what is shown; others hold dates, texts
// and metadata.
var pngChunks = map[string]bool{
	"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true,
	"gAMA": true, "cHRM": true, "sRGB": true, "iCCP": true, "cICP": true, "mDCV": true, "cLLI": true,
	"sBIT": true, "bKGD": true, "hIST": true, "pHYs": true,
	"acTL": true, "fcTL": true, "fdAT": true,
}

func openPNG(data []byte) (container, error) {
	c := container{clean: append(make([]byte, 0, len(data)), pngSignature...)}
	for i := len(pngSignature); ; {
		if i+12 > len(data) {
			return c, errTruncated
		}
		size := int64(binary.BigEndian.Uint32(data[i:]))
		if int64(i)+12+size > int64(len(data)) {
			return c, errTruncated
		}
		next := i + 12 + int(size)
		name, payload := string(data[i+4:i+8]), data[i+8:next-4]
		switch name {
		case "acTL":
			c.animated = true
		case "eXIf":
			c.orientation = readOrientation(payload)
		case "iCCP":
			c.profile = inflateProfile(payload)
		}
		if pngChunks[name] {
			c.clean = append(c.clean, data[i:next]...)
		}
		if name == "IEND" {
			return c, nil
		}
		i = next
	}
}

// inflateProfile reads the payload of an iCCP chunk: a name, a zero byte, the
// method, and the compressed profile. It returns nil if the profile cannot be
// read.
func inflateProfile(payload []byte) []byte {
	_, rest, ok := bytes.Cut(payload, []byte{0})
	if !ok || len(rest) < 1 {
		return nil
	}
	r, err := zlib.NewReader(bytes.NewReader(rest[1:]))
	if err != nil {
		return nil
	}
	profile, err := io.ReadAll(io.LimitReader(r, maxProfile+1))
	if err != nil {
		return nil
	}
	return profile
}

func openWebP(data []byte) (container, error) {
	if int64(binary.LittleEndian.Uint32(data[4:]))+8 > int64(len(data)) {
		return container{}, errTruncated
	}
	end := 8 + int(binary.LittleEndian.Uint32(data[4:]))
	c := container{clean: append(make([]byte, 0, len(data)), data[:12]...)}
	flags := -1 // position of the flags of a VP8X chunk in clean
	for i := 12; i+8 <= end; {
		size := int64(binary.LittleEndian.Uint32(data[i+4:]))
		if int64(i)+8+size > int64(end) {
			return c, errTruncated
		}
		payload := data[i+8 : i+8+int(size)]
		next := min(i+8+int(size+size%2), end)
		switch string(data[i : i+4]) {
		case "EXIF":
			c.orientation = readOrientation(bytes.TrimPrefix(payload, []byte("Exif\x00\x00")))
			i = next
			continue
		case "VP8X":
			flags = len(c.clean) + 8
		case "ICCP":
			c.profile = payload
		case "ANIM":
			c.animated = true
		case "VP8 ", "VP8L", "ALPH", "ANMF":
		default:
			i = next
			continue
		}
		c.clean = append(c.clean, data[i:next]...)
		i = next
	}
	const exif, xmp = 1 << 3, 1 << 2
	if flags >= 0 && flags < len(c.clean) {
		c.clean[flags] &^= exif | xmp
	}
	binary.LittleEndian.PutUint32(c.clean[4:], uint32(len(c.clean)-8))
	return c, nil
}

// openGIF finds whether there is more than one frame. GIF has no EXIF, so the
// file stays as it is.
func openGIF(data []byte) (container, error) {
	c := container{clean: data}
	if len(data) < 13 {
		return c, errTruncated
	}
	frames := 0
	for i := 13 + colourTable(data[10]); ; {
		if i >= len(data) {
			// Some programs omit the end mark.
			if frames == 0 || i > len(data) {
				return c, errTruncated
			}
			return c, nil
		}
		switch data[i] {
		case ';':
			return c, nil
		case ',':
			if frames++; frames > 1 {
				c.animated = true
				return c, nil
			}
			if i+10 > len(data) {
				return c, errTruncated
			}
			i += 11 + colourTable(data[i+9])
		case '!':
			i += 2
		default:
			return c, errMalformed
		}
		for i < len(data) && data[i] != 0 {
			i += 1 + int(data[i])
		}
		i++
	}
}

// colourTable is the size in bytes of the colour table that GIF flags announce.
func colourTable(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}
