"""The report as one HTML file: pictures, tables and the searchable plan, without any outside request."""
