using System.IO.Pipelines;

async Task<string> POST(PipeReader body) => await new StreamReader(body.AsStream()).ReadToEndAsync();
