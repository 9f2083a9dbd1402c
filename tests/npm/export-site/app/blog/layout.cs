Html Layout(Html children) => $"<article>{children}</article>";
