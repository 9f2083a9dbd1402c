using Microsoft.AspNetCore.Http.HttpResults;

/// <summary>Returns one post.</summary>
/// <param name="pid">The id of the post, such as <c>hello</c>.</param>
/// <returns>The post.</returns>
Results<Ok<Post>, NotFound> GET(string pid) =>
    Posts.Find(pid) is { } post ? TypedResults.Ok(post) : TypedResults.NotFound();
