string Handler(Exception exception) => "plain";
