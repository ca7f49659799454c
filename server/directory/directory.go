// Package directory names the offices and topics of the service.
package directory

import (
	"warta/analyzers/page"
	"warta/analyzers/satker"
	"warta/analyzers/topics"
	"warta/index"
)

// A Directory names offices and topics. It never changes after [New].
type Directory struct {
	Offices *satker.Gazetteer
	Topics  []topics.Topic
	labels  map[string]string // of topics, by id
}

// New returns the directory of offices, nil for those of the program, and of the topics
// of the program.
func New(offices *satker.Gazetteer) (*Directory, error) {
	if offices == nil {
		var err error
		if offices, err = satker.Load(); err != nil {
			return nil, err
		}
	}
	taxonomy, err := topics.Load()
	if err != nil {
		return nil, err
	}
	d := &Directory{Offices: offices, Topics: taxonomy.Topics(), labels: map[string]string{}}
	for _, t := range d.Topics {
		d.labels[t.ID] = t.Label
		for _, leaf := range t.Leaves {
			d.labels[leaf.ID] = leaf.Label
		}
	}
	return d, nil
}

// Has reports whether there is a satker with that code.
func (d *Directory) Has(code string) bool {
	_, ok := d.Offices.ByCode(code)
	return ok
}

// OfficeAt returns the code of the satker that owns the site of an address, or "". It
// uses the canonical form of the address, under which the article is stored, so that a
// key is checked against the host that is stored.
func (d *Directory) OfficeAt(address string) string {
	canonical, err := page.CanonicalURL(address)
	if err != nil {
		return ""
	}
	o, _ := d.Offices.Owner(canonical)
	return o.Code
}

// Satker returns the name of a satker; its code if it is unknown.
func (d *Directory) Satker(code string) string {
	if o, ok := d.Offices.ByCode(code); ok {
		return o.Name
	}
	return code
}

// Topic returns the label of a topic; its id if it is unknown.
func (d *Directory) Topic(id string) string {
	if label, ok := d.labels[id]; ok {
		return label
	}
	return id
}

// HasTopic reports whether there is a topic with that id.
func (d *Directory) HasTopic(id string) bool {
	_, ok := d.labels[id]
	return ok
}

// UnknownOffice returns the error for a code that no satker has.
func UnknownOffice() error {
	return &index.Error{Kind: index.NotFound, Op: "directory", Text: "there is no such satker: /v1/satker lists all with their codes"}
}
