// A link to a folded group opens it; without this file it leads to the group's heading.
export function startUnfolding() {
  const unfold = () => {
    const aimed = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (aimed?.matches("details")) aimed.open = true;
  };
  unfold();
  addEventListener("hashchange", unfold);
}
