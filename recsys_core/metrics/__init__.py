"""What a list is worth: accuracy, diversity, novelty and calibration per person, coverage over all lists.

Lists are (n, k) int32 item indices, best first, -1 where a list is shorter. Measures of one list return (n,)
float64 values, which are averaged over people afterwards; measures of the catalogue return one float.
"""
