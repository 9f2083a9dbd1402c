string Handler(ILogger log) => log is null ? "none" : "logger";
