"""Tests: unit/ mirrors viz/, oracle/ asks other libraries, pages/ and browser/ use the app, bench/ measures it."""
