// Shows this server's own address and first model in the examples. Text only, never markup.
const origin = window.location.origin;
document.getElementById("base").textContent = origin + "/v1";
const curl = document.getElementById("curl").firstChild;
curl.textContent = curl.textContent.replace("http://127.0.0.1:5000", origin);
fetch("v1/models")
  .then((reply) => {
    document.getElementById("key").hidden = reply.status !== 401;
    return reply.ok ? reply.json() : { data: [] };
  })
  .then((models) => {
    if (models.data.length > 0) {
      document.getElementById("model").textContent = models.data[0].id;
    }
  })
  .catch(() => {});
