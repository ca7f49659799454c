// Package labels knows the names of offices, regions and topics by their codes and ids.
package labels
