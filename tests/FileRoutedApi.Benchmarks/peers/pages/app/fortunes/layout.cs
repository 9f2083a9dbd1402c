Html Layout(Html children) => $"<!DOCTYPE html><html><body>{children}</body></html>";
