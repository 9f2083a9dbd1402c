string Handler(Exception? error = null) => error?.Message ?? "none";
