// The pages that a static export renders.
async Task<IEnumerable<string>> StaticParams() => (await Posts.GetPostsAsync()).Select(post => post.Slug);

Html Page() => $"<h1>Hello, Blog Post Page!</h1>";
