"""A drawing, in SVG, of what a report costs in each stage, over how many were done before."""

INKS = ("#1b5e9b", "#b3541e", "#3c7a3c")
WIDTH, HEIGHT, LEFT, LOW = 640, 320, 70, 44


def costs(curves: dict[str, list[list[float]]], count: int) -> str:
    """Return the drawing; `curves` have (reports done, milliseconds of a processor each) by stage."""
    most = 1.1 * max((cost for marks in curves.values() for _, cost in marks), default=1.0)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="12">',
        "<title>Milliseconds of a processor that a report costs, over reports done</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<path d="M{LEFT} 10V{HEIGHT - LOW}H{WIDTH - 10}" fill="none" stroke="#888"/>',
        f'<text x="{LEFT - 6}" y="20" text-anchor="end">{most:.2f} ms</text>',
        f'<text x="{LEFT - 6}" y="{HEIGHT - LOW}" text-anchor="end">0</text>',
        f'<text x="{WIDTH - 10}" y="{HEIGHT - LOW + 16}" text-anchor="end">{count:,} reports</text>',
    ]
    for place, (name, marks) in enumerate(curves.items()):
        points = " ".join(
            f"{LEFT + (WIDTH - LEFT - 10) * done / count:.1f},"
            f"{HEIGHT - LOW - (HEIGHT - LOW - 10) * cost / most:.1f}"
            for done, cost in marks
        )
        ink = INKS[place % len(INKS)]
        out.append(f'<polyline points="{points}" fill="none" stroke="{ink}" stroke-width="2"/>')
        out.append(
            f'<text x="{LEFT + 10 + 110 * place}" y="{HEIGHT - 6}" fill="{ink}">{name}</text>'
        )
    return "\n".join([*out, "</svg>"]) + "\n"
