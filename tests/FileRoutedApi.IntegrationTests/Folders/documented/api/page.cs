using Microsoft.AspNetCore.Mvc;

Page<Row> GET([AsParameters] Paging paging, [FromHeader(Name = "X-Trace")] string? trace = null) => new([], 0);

record Row(int Id);
record Paging(int Page = 1, Sort Sort = Sort.Name);
enum Sort { Name, Date }
