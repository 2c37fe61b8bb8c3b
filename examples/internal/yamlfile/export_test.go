package yamlfile

// Changed returns the text changed so that it reads as another JSON text, as [Files.Updated] does with each file.
func (d *Document) Changed(data []byte) ([]byte, error) { return d.updated(data) }
