string GET([AsParameters] Paging paging) => $"{paging.Value} {paging.Size}";

record Paging(int Value, [FromQuery(Name = "page-size")] int Size = 10);
