void Handler(ApiRequest req, ApiResponse res)
{
    res.SetHeader("X-One", "1").SetHeader("X-Two", "2", "3").AppendHeader("X-Two", "4").SetHeader("X-Gone", "x").RemoveHeader("X-Gone");
    res.SetCookie("plain", "a b").SetCookie("full", "v", new CookieOptions { HttpOnly = true, MaxAge = TimeSpan.FromMinutes(1), Path = "/x" }).ClearCookie("old");
    res.Json(new { one = res.GetHeader("X-One"), two = res.GetHeader("X-Two"), gone = res.GetHeader("X-Gone") });
}
