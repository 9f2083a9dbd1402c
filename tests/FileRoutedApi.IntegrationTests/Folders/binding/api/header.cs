string GET([FromHeader(Name = "X-Value")] int value) => $"{value}";
