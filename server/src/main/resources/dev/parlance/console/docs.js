// Shows openapi.json, with this server's first model in the examples. No validator and no other
// address: the page speaks to this server alone.
const firstModel = fetch("v1/models")
  .then((reply) => (reply.ok ? reply.json() : { data: [] }))
  .then((models) => (models.data.length > 0 ? models.data[0].id : "MODEL"))
  .catch(() => "MODEL");

Promise.all([fetch("openapi.json").then((reply) => reply.text()), firstModel]).then(
  ([text, model]) => {
    window.ui = SwaggerUIBundle({
      spec: JSON.parse(text, (_, value) => (value === "MODEL" ? model : value)),
      dom_id: "#swagger-ui",
      deepLinking: true,
      tryItOutEnabled: true,
      persistAuthorization: false,
      validatorUrl: null,
      displayRequestDuration: true,
      defaultModelsExpandDepth: 0,
    });
  },
);
