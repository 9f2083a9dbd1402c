Html Page() => Redirect("/site/bl\u00f6g?a=1");
