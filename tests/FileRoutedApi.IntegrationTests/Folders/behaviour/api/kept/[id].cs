var config = new RouteConfig { Dynamic = RouteDynamic.ForceStatic };

string GET(string id) => $"{id} {Guid.NewGuid()}";

async Task POST(string id, IRevalidation revalidation) => await revalidation.RevalidateAsync($"/api/kept/{id}");
