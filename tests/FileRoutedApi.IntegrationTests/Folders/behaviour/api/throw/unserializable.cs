void Handler(ApiRequest req, ApiResponse res) => res.Json(new Loop());

class Loop
{
    public string A => "sent";
    public Loop Self => this;
}
