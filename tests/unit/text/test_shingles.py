from crosswire.text.shingles import containment, shingles, sketch

WORDS = [f"w{i}" for i in range(400)]


def test_a_run_has_one_hash_wherever_it_stands():
    whole, part = shingles(WORDS), shingles(WORDS[50:60])
    assert part == whole[50:56]
    assert shingles(WORDS[:4]) == []


def test_hashes_are_the_same_on_every_machine():
    assert shingles("a ferry ran aground today".split()) == shingles(
        "A FERRY ran aground today".split()
    )
    assert shingles("a ferry ran aground today".split()) == [709293106809122307]


def test_containment_of_a_cut_text_is_whole():
    assert containment(sketch(WORDS[:200]), sketch(WORDS)) == 1.0
    assert 0.3 < containment(sketch(WORDS), sketch(WORDS[:200])) < 0.7
    assert containment(frozenset(), sketch(WORDS)) == 0.0


def test_a_sketch_keeps_about_one_in_eight():
    assert 25 < len(sketch(WORDS)) < 80
