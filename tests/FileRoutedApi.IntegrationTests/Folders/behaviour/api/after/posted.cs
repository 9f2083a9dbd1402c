string POST() => "posted";
