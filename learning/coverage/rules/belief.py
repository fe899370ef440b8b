"""What a reader of everything published so far could still believe, worked out exactly.

Teams and role families cut the same people in two ways. A world that fits what is published is a flow: from the whole
organisation into teams, through the squares (team and role family) into role families, and back. So the fewest and the
most of a group that can hold something is a question of one augmenting flow, and needs no solver.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from .counts import Axis

Place = tuple[Axis, str]
EVERYBODY: Place = (Axis.ALL, "")
_INTO, _OUT, _REST = 0, 1, 2  # the organisation twice: it goes out to teams and comes back from role families


class Belief:
    """All worlds that fit what was published of one competency on one date. The true one is only where we set out.

    Teams of which nothing was published yet are one team, the rest, until they are asked for: nothing tells them apart.
    """

    def __init__(self, squares: Mapping[tuple[str, str], tuple[int, int]]) -> None:
        """Squares: (team, role family) -> (who hold it, who are required)."""
        self._to: list[int] = []
        self._least: list[int] = []
        self._most: list[int] = []
        self._true: list[int] = []
        self._around: list[list[int]] = [[], [], []]  # node -> edges, those that arrive as ~edge
        self._edges: dict[Place, int] = {}
        self._roles: dict[str, int] = {}  # their nodes
        self._squares: list[int] = []
        self._resting: dict[str, int] = {}  # role family -> the edge from the rest
        self._teams: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        roles: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for (team, role), (held, required) in squares.items():
            self._teams[team].append((role, held, required))
            roles[role] = roles[role][0] + held, roles[role][1] + required
        for role, (held, required) in roles.items():
            self._roles[role] = self._node()
            self._resting[role] = self._add(_REST, self._roles[role], held, required)
            self._squares.append(self._resting[role])
            self._edges[(Axis.ROLE, role)] = self._add(self._roles[role], _INTO, held, required)
        held, required = sum(one[0] for one in roles.values()), sum(one[1] for one in roles.values())
        self._rest = self._add(_OUT, _REST, held, required)
        self._edges[EVERYBODY] = self._add(_INTO, _OUT, held, required)

    def range_of(self, place: Place) -> tuple[int, int]:
        """The fewest and the most of this group who could hold it."""
        edge = self._edge(place)
        return self._pushed(edge, down=True), self._pushed(edge, down=False)

    def learn(self, place: Place, lowest: int, highest: int) -> None:
        """It was published that between so many and so many of this group hold it."""
        edge = self._edge(place)
        self._least[edge] = max(self._least[edge], lowest)
        self._most[edge] = min(self._most[edge], highest)

    def decides_at_fewest(self, place: Place) -> bool:
        """Whether, if the fewest of this group hold it, it is certain of somebody elsewhere that they do."""
        edge = self._edge(place)
        flow = self._flow_pushed(edge, down=True)
        most, self._most[edge] = self._most[edge], flow[edge]
        full = [one for one in self._squares if 0 < flow[one] == self._most[one]]
        decides = any(
            not _Search(self._around, self._to, self._to[2 * one + 1], self._to[2 * one], one).way(self, flow)
            for one in full
        )
        self._most[edge] = most
        return decides

    def _edge(self, place: Place) -> int:
        if place not in self._edges:
            self._edges[place] = self._taken_from_the_rest(self._teams[place[1]])
        return self._edges[place]

    def _taken_from_the_rest(self, squares: list[tuple[str, int, int]]) -> int:
        node = self._node()
        for role, held, required in squares:
            self._squares.append(self._add(node, self._roles[role], held, required))
            for edge in (self._resting[role], self._rest):
                self._true[edge] -= held
                self._most[edge] -= required
        return self._add(_OUT, node, sum(square[1] for square in squares), sum(square[2] for square in squares))

    def _node(self) -> int:
        self._around.append([])
        return len(self._around) - 1

    def _add(self, out: int, into: int, flow: int, most: int) -> int:
        edge = len(self._to) // 2
        self._to += [into, out]  # 2 * edge: where it leads; 2 * edge + 1: where it comes from
        self._true.append(flow)
        self._least.append(0)
        self._most.append(most)
        self._around[out].append(edge)
        self._around[into].append(~edge)
        return edge

    def _pushed(self, edge: int, *, down: bool) -> int:
        return self._flow_pushed(edge, down=down)[edge]

    def _flow_pushed(self, edge: int, *, down: bool) -> list[int]:
        """The flow of one edge, pushed as far down or up as the others let it go round another way."""
        flow = self._true.copy()
        into, out = self._to[2 * edge], self._to[2 * edge + 1]
        begin, end = (out, into) if down else (into, out)
        limit = self._least[edge] if down else self._most[edge]
        has_moved = True
        while has_moved and flow[edge] != limit:
            has_moved = False
            search = _Search(self._around, self._to, begin, end, edge)
            while flow[edge] != limit and (way := search.way(self, flow)):
                width = min(abs(limit - flow[edge]), *(self.room(step, flow) for step in way))
                for step in way:
                    flow[step if step >= 0 else ~step] += width if step >= 0 else -width
                flow[edge] += -width if down else width
                has_moved = True
        return flow

    def room(self, step: int, flow: list[int]) -> int:
        return self._most[step] - flow[step] if step >= 0 else flow[~step] - self._least[~step]


class _Search:
    """Ways along which something can be moved, depth first. What led nowhere is left out until the next search."""

    def __init__(self, around: list[list[int]], to: list[int], begin: int, end: int, but: int) -> None:
        self._around, self._to, self._begin, self._end, self._but = around, to, begin, end, but
        self._untried = [len(steps) for steps in around]  # from the back: the way straight out was added last

    def way(self, belief: Belief, flow: list[int]) -> list[int]:
        """Empty where there is none."""
        way: list[int] = []
        nodes = [self._begin]
        on_way = {self._begin}
        while nodes:
            node = nodes[-1]
            step = self._next(node, on_way, belief, flow)
            if step is None:
                nodes.pop()
                if way:
                    way.pop()
                continue
            node = self._to[2 * step] if step >= 0 else self._to[2 * ~step + 1]
            way.append(step)
            if node == self._end:
                return way
            nodes.append(node)
            on_way.add(node)
        return []

    def _next(self, node: int, on_way: set[int], belief: Belief, flow: list[int]) -> int | None:
        steps = self._around[node]
        while self._untried[node]:
            step = steps[self._untried[node] - 1]
            edge = step if step >= 0 else ~step
            ahead = self._to[2 * edge] if step >= 0 else self._to[2 * edge + 1]
            if edge != self._but and ahead not in on_way and belief.room(step, flow) > 0:
                return step
            self._untried[node] -= 1
        return None
