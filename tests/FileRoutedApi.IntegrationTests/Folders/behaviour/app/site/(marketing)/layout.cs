Html Layout(Html children) => $"<aside>{children}</aside>";
