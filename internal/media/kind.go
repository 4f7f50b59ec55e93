package media

import (
	"bytes"
	"path"
	"strings"

	"intraqvt/internal/problem"
)

// The kinds of pictures that pages can show.
const (
	kindJPEG = "image/jpeg"
	kindPNG  = "image/png"
	kindGIF  = "image/gif"
	kindWebP = "image/webp"
	kindSVG  = "image/svg+xml"
)

// pictures maps these kinds to their label and published extension.
var pictures = map[string]struct{ label, ext string }{
	kindJPEG: {"Image JPEG", ".jpg"},
	kindPNG:  {"Image PNG", ".png"},
	kindGIF:  {"Image GIF", ".gif"},
	kindWebP: {"Image WebP", ".webp"},
	kindSVG:  {"Image SVG", ".svg"},
}

// pictureExtensions are the extensions that only pictures may have; the content
// tells the kind.
var pictureExtensions = map[string]bool{
	".jpg": true, ".jpeg": true, ".jpe": true, ".jfif": true,
	".png": true, ".apng": true, ".gif": true, ".webp": true, ".svg": true,
}

// downloads are the other kinds, by extension. The system's own table would
// differ from one machine to the next.
var downloads = map[string]struct{ kind, label string }{
	".pdf":  {"application/pdf", "PDF"},
	".csv":  {"text/csv", "CSV"},
	".tsv":  {"text/tab-separated-values", "TSV"},
	".xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Classeur Excel"},
	".xls":  {"application/vnd.ms-excel", "Classeur Excel"},
	".xlsm": {"application/vnd.ms-excel.sheet.macroEnabled.12", "Classeur Excel avec macros"},
	".xltx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.template", "Modèle Excel"},
	".ods":  {"application/vnd.oasis.opendocument.spreadsheet", "Classeur OpenDocument"},
	".docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Document Word"},
	".doc":  {"application/msword", "Document Word"},
	".docm": {"application/vnd.ms-word.document.macroEnabled.12", "Document Word avec macros"},
	".dotx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.template", "Modèle Word"},
	".odt":  {"application/vnd.oasis.opendocument.text", "Texte OpenDocument"},
	".rtf":  {"application/rtf", "Document RTF"},
	".pptx": {"application/vnd.openxmlformats-officedocument.presentationml.presentation", "Présentation PowerPoint"},
	".ppt":  {"application/vnd.ms-powerpoint", "Présentation PowerPoint"},
	".ppsx": {"application/vnd.openxmlformats-officedocument.presentationml.slideshow", "Diaporama PowerPoint"},
	".potx": {"application/vnd.openxmlformats-officedocument.presentationml.template", "Modèle PowerPoint"},
	".odp":  {"application/vnd.oasis.opendocument.presentation", "Présentation OpenDocument"},
	".odg":  {"application/vnd.oasis.opendocument.graphics", "Dessin OpenDocument"},
	".vsdx": {"application/vnd.ms-visio.drawing.main+xml", "Diagramme Visio"},
	".epub": {"application/epub+zip", "Livre EPUB"},
	".txt":  {"text/plain; charset=utf-8", "Texte"},
	".md":   {"text/markdown; charset=utf-8", "Texte Markdown"},
	".html": {"text/html; charset=utf-8", "Page web"},
	".json": {"application/json", "Données JSON"},
	".xml":  {"application/xml", "Données XML"},
	".yaml": {"application/yaml", "Données YAML"},
	".yml":  {"application/yaml", "Données YAML"},
	".zip":  {"application/zip", "Archive ZIP"},
	".7z":   {"application/x-7z-compressed", "Archive 7z"},
	".gz":   {"application/gzip", "Archive GZ"},
	".tar":  {"application/x-tar", "Archive TAR"},
	".ics":  {"text/calendar; charset=utf-8", "Calendrier"},
	".vcf":  {"text/vcard; charset=utf-8", "Carte de visite"},
	".eml":  {"message/rfc822", "Message électronique"},
	".msg":  {"application/vnd.ms-outlook", "Message Outlook"},
	".mp3":  {"audio/mpeg", "Audio MP3"},
	".m4a":  {"audio/mp4", "Audio M4A"},
	".ogg":  {"audio/ogg", "Audio OGG"},
	".wav":  {"audio/wav", "Audio WAV"},
	".mp4":  {"video/mp4", "Vidéo MP4"},
	".m4v":  {"video/mp4", "Vidéo MP4"},
	".webm": {"video/webm", "Vidéo WebM"},
	".mov":  {"video/quicktime", "Vidéo QuickTime"},
	".vtt":  {"text/vtt; charset=utf-8", "Sous-titres"},
	".srt":  {"application/x-subrip", "Sous-titres"},
	".avif": {"image/avif", "Image AVIF"},
	".heic": {"image/heic", "Photo HEIC"},
	".heif": {"image/heif", "Photo HEIF"},
	".bmp":  {"image/bmp", "Image BMP"},
	".ico":  {"image/vnd.microsoft.icon", "Icône"},
	".tif":  {"image/tiff", "Image TIFF"},
	".tiff": {"image/tiff", "Image TIFF"},
}

func extension(name string) string { return strings.ToLower(path.Ext(name)) }

// describeDownload returns the kind and label of a file that is not a picture.
func describeDownload(name string) (kind, label string) {
	ext := extension(name)
	if d, ok := downloads[ext]; ok {
		return d.kind, d.label
	}
	if len(ext) < 2 {
		return "application/octet-stream", "Fichier"
	}
	return "application/octet-stream", "Fichier " + strings.ToUpper(ext[1:])
}

// sniffSize is the number of bytes that [sniff] needs.
const sniffSize = 1024

// sniff returns the kind of picture that begins with these bytes, or "".
func sniff(head []byte, ext string) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return kindJPEG
	case bytes.HasPrefix(head, []byte(pngSignature)):
		return kindPNG
	case bytes.HasPrefix(head, []byte("GIF87a")), bytes.HasPrefix(head, []byte("GIF89a")):
		return kindGIF
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return kindWebP
	case ext == ".svg", pictureExtensions[ext] && looksLikeSVG(head):
		return kindSVG
	}
	return ""
}

// KindOf returns the MIME type of a picture by its content, or "" if it is not
// a picture.
func KindOf(name string, data []byte) string {
	return sniff(data[:min(len(data), sniffSize)], extension(name))
}

func looksLikeSVG(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	return bytes.HasPrefix(head, []byte("<")) && bytes.Contains(head, []byte("<svg"))
}

// notPicture is the error for a file that has the extension of a picture only.
func notPicture(name string, head []byte) *Error {
	if problem.IsPointer(head) {
		return &Error{Problem: problem.Pointer(name)}
	}
	message, hint := "ce fichier n’est pas une image JPEG, PNG, GIF, WebP ou SVG malgré son extension", hintSaveAgain
	switch {
	case len(head) == 0:
		message, hint = "image vide : le fichier ne contient rien", hintCopyAgain
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		message = "ce fichier est une photo HEIC ou AVIF malgré son extension"
		hint = "exportez-la en JPEG (sur iPhone : Réglages, Appareil photo, Formats, Le plus compatible)"
	}
	return complaint(name, problem.UnreadableImage, message, hint, nil)
}
