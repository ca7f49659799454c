//go:build !linux

package main

import "os"

func forgetFile(*os.File) error { return nil }
