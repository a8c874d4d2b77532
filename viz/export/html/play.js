// Hands the player the message that is in the file; without a server behind it, it hides what would need one.

unpack("message").then((data) => {
  const link = document.querySelector(".file a").href;
  mount({ parentElement: document.querySelector("main"), data, link });
}, (error) => {
  document.querySelector("main").hidden = true;
  refuse(error);
});
