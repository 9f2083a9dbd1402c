object POST(Photo body) => body.Show();
