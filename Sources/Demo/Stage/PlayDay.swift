/// Days since the first day of the play, 01/7/2021.
func july(_ day: Int) -> Int { day - 1 }

/// Days since the first day of the play; `august(32)` is the first day behind it.
func august(_ day: Int) -> Int { 30 + day }
