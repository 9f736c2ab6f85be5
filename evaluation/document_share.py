"""Write the lexicon `document_share`: which share of ordinary reports holds a common English word.

In: a frequency list, one `word count` a line (`frequency_dictionary_en_82_765.txt` of the PyPI package
symspellpy, MIT; its counts are those of Google Books Ngrams, CC BY 3.0). Out: the TSV, on standard output.
A word of probability p stands in a report of n words with probability 1 - (1 - p)^n.
"""

import sys

from crosswire.text.words import is_stop, stem

REPORT_WORDS = 400
CORPUS_WORDS = 1_024_908_267_229  # all tokens of the corpus the counts were taken from
LEAST_SHARE = 0.0008


def main(path: str) -> None:
    counts: dict[str, int] = {}
    with open(path, encoding="utf-8-sig") as lines:
        for line in lines:
            word, count = line.split()
            term = stem(word)
            if len(term) > 1 and not is_stop(term):
                counts[term] = counts.get(term, 0) + int(count)
    print(
        "# Share of ordinary English reports (400 words) that hold a term (a stem of text.words)."
    )
    print(
        "# Origin: counts of Google Books Ngrams, CC BY 3.0 (books.google.com/ngrams), as listed by"
    )
    print("# frequency_dictionary_en_82_765.txt of symspellpy 6.10.1 (MIT). Made by")
    print("# evaluation/document_share.py.")
    print("term\tshare")
    for term, count in sorted(counts.items()):
        share = 1 - (1 - count / CORPUS_WORDS) ** REPORT_WORDS
        if share >= LEAST_SHARE:
            print(f"{term}\t{share:.2g}")


if __name__ == "__main__":
    main(sys.argv[1])
