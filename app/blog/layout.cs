Html Layout(Html children) => $"<section>{children}</section>";
